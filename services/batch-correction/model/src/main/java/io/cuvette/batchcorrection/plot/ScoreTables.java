package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.plot.ScoreTable.ColumnGroup;
import io.cuvette.batchcorrection.plot.ScoreTable.Mark;
import io.cuvette.batchcorrection.plot.ScoreTable.MethodRow;
import io.cuvette.batchcorrection.plot.ScoreTable.Score;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Results tables of evaluations. */
public final class ScoreTables {

    /** What scIB counts as batch correction, by {@link Metric#key}, after its first column. */
    private static final List<String> BATCH =
            List.of("iLisi", "kBetEmbedding", "graphConnectivity", "pcrComparison");

    /** What scIB counts as conservation of biology. */
    private static final List<String> BIO =
            List.of("isolatedLabels", "nmi", "ari", "labelAsw", "cLisi");

    private static final List<Metric> AGGREGATES =
            List.of(Metric.BATCH_SCORE, Metric.BIO_SCORE, Metric.TOTAL_SCORE);

    private ScoreTables() {}

    /**
     * The metrics of scIB that the aggregates are made of.
     *
     * @param methodTitle from the name in the evaluation to the one in the table
     */
    public static ScoreTable of(
            String title, Evaluation evaluation, UnaryOperator<String> methodTitle) {
        // older tables have batch ASW where newer ones have BRAS, and their aggregates are of it
        String silhouette = has(evaluation, "bras") ? "bras" : "batchAsw";
        return of(
                title,
                evaluation,
                methodTitle,
                metrics(Stream.concat(Stream.of(silhouette), BATCH.stream())),
                metrics(BIO.stream()));
    }

    private static boolean has(Evaluation evaluation, String key) {
        return evaluation.rows().stream()
                .flatMap(row -> row.scores().keySet().stream())
                .anyMatch(metric -> metric.key().equals(key));
    }

    private static List<Metric> metrics(Stream<String> keys) {
        return keys.map(
                        key ->
                                Arrays.stream(Metric.values())
                                        .filter(metric -> metric.key().equals(key))
                                        .findFirst()
                                        .orElseThrow())
                .toList();
    }

    /**
     * Chosen metrics, all with 1 as the best, beside the aggregates; those that no method has, for
     * instance for want of labels, are left out.
     *
     * @param methodTitle from the name in the evaluation to the one in the table
     */
    public static ScoreTable of(
            String title,
            Evaluation evaluation,
            UnaryOperator<String> methodTitle,
            List<Metric> batch,
            List<Metric> bio) {
        List<Metric> batchShown = present(batch, evaluation);
        List<Metric> bioShown = present(bio, evaluation);
        List<Metric> aggregatesShown = present(AGGREGATES, evaluation);
        List<Metric> columns =
                Stream.of(batchShown, bioShown, aggregatesShown).flatMap(List::stream).toList();
        return new ScoreTable(
                title,
                Stream.of(
                                group("Batch correction", Mark.CIRCLE, batchShown),
                                group("Bio conservation", Mark.CIRCLE, bioShown),
                                group("Aggregate score", Mark.BAR, aggregatesShown))
                        .filter(group -> !group.columns().isEmpty())
                        .toList(),
                evaluation.rows().stream()
                        .map(
                                row ->
                                        new MethodRow(
                                                methodTitle.apply(row.method()),
                                                columns.stream()
                                                        .map(metric -> score(row.score(metric)))
                                                        .toList()))
                        .toList());
    }

    private static List<Metric> present(List<Metric> metrics, Evaluation evaluation) {
        return metrics.stream()
                .filter(
                        metric ->
                                evaluation.rows().stream()
                                        .map(row -> score(row.score(metric)))
                                        .anyMatch(score -> score.value().isPresent()))
                .toList();
    }

    private static ColumnGroup group(String title, Mark mark, List<Metric> metrics) {
        return new ColumnGroup(title, mark, metrics.stream().map(Metric::title).toList());
    }

    private static Score score(OptionalDouble value) {
        // a score that is NaN does not apply
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? Score.of(value.getAsDouble())
                : Score.MISSING;
    }
}

package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.plot.ScoreTable.ColumnGroup;
import io.cuvette.batchcorrection.plot.ScoreTable.Mark;
import io.cuvette.batchcorrection.plot.ScoreTable.MethodRow;
import io.cuvette.batchcorrection.plot.ScoreTable.Score;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Results tables of evaluations. */
public final class ScoreTables {

    /** What scIB counts as batch correction. */
    public static final List<Metric> BATCH =
            List.of(
                    Metric.BATCH_ASW,
                    Metric.ILISI,
                    Metric.KBET,
                    Metric.GRAPH_CONNECTIVITY,
                    Metric.PCR_COMPARISON);

    /** What scIB counts as conservation of biology. */
    public static final List<Metric> BIO =
            List.of(Metric.ISOLATED_LABELS, Metric.NMI, Metric.ARI, Metric.LABEL_ASW, Metric.CLISI);

    /** The means of both and their weighted sum, which ranks the methods. */
    public static final List<Metric> AGGREGATES =
            List.of(Metric.BATCH_SCORE, Metric.BIO_SCORE, Metric.TOTAL_SCORE);

    private ScoreTables() {}

    /** The metrics of scIB. */
    public static ScoreTable of(
            String title, Evaluation evaluation, UnaryOperator<String> methodTitle) {
        return of(title, evaluation, methodTitle, BATCH, BIO);
    }

    /**
     * Chosen metrics, all with 1 as the best, beside the aggregates.
     *
     * @param methodTitle from the name in the evaluation to the one in the table
     */
    public static ScoreTable of(
            String title,
            Evaluation evaluation,
            UnaryOperator<String> methodTitle,
            List<Metric> batch,
            List<Metric> bio) {
        List<Metric> columns = Stream.of(batch, bio, AGGREGATES).flatMap(List::stream).toList();
        return new ScoreTable(
                title,
                List.of(
                        group("Batch correction", Mark.CIRCLE, batch),
                        group("Bio conservation", Mark.CIRCLE, bio),
                        group("Aggregate score", Mark.BAR, AGGREGATES)),
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

    private static ColumnGroup group(String title, Mark mark, List<Metric> metrics) {
        return new ColumnGroup(title, mark, metrics.stream().map(Metric::title).toList());
    }

    private static Score score(OptionalDouble value) {
        return value.isPresent() ? Score.of(value.getAsDouble()) : Score.MISSING;
    }
}

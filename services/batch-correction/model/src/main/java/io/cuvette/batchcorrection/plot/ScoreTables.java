package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.metric.Comparison;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.plot.ScoreTable.ColumnGroup;
import io.cuvette.batchcorrection.plot.ScoreTable.Mark;
import io.cuvette.batchcorrection.plot.ScoreTable.MethodRow;
import io.cuvette.batchcorrection.plot.ScoreTable.Score;
import io.cuvette.batchcorrection.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

    /** A row before it is known which columns the table has. */
    private record Scored(String title, Function<Metric, Score> scores) {}

    /**
     * The metrics of scIB that the aggregates are made of.
     *
     * @param methodTitle from the name in the evaluation to the one in the table
     */
    public static ScoreTable of(
            String title, Evaluation evaluation, UnaryOperator<String> methodTitle) {
        return of(title, evaluation, Optional.empty(), methodTitle);
    }

    /**
     * The same with intervals over further draws of the cells. Where a score has one, its mean over
     * these draws is shown, to which the interval belongs.
     *
     * @param repeated of the same methods
     */
    public static ScoreTable of(
            String title,
            Evaluation evaluation,
            Optional<RepeatedEvaluation> repeated,
            UnaryOperator<String> methodTitle) {
        return standard(title, rows(evaluation, repeated, methodTitle));
    }

    /**
     * Several models in one table, a row for each method that one of them has, with the intervals
     * of those that were scored on several draws.
     *
     * @param methodTitle as above; the model's name follows it
     */
    public static ScoreTable of(
            String title, Comparison comparison, UnaryOperator<String> methodTitle) {
        List<Scored> rows = new ArrayList<>();
        List<String> methods =
                comparison.lines().stream().map(Comparison.Line::method).distinct().toList();
        for (String method : methods) {
            List<Comparison.Line> lines =
                    comparison.lines().stream()
                            .filter(line -> line.method().equals(method))
                            .toList();
            for (int model = 0; model < comparison.models().size(); model++) {
                int column = model;
                Map<Metric, Score> scores = new EnumMap<>(Metric.class);
                lines.forEach(
                        line ->
                                line.cells()
                                        .get(column)
                                        .score()
                                        .ifPresent(
                                                score ->
                                                        scores.put(
                                                                line.metric(),
                                                                score(
                                                                        score.value(),
                                                                        score.interval()))));
                if (!scores.isEmpty()) {
                    rows.add(
                            new Scored(
                                    "%s, %s"
                                            .formatted(
                                                    methodTitle.apply(method),
                                                    comparison.models().get(model)),
                                    metric -> scores.getOrDefault(metric, Score.MISSING)));
                }
            }
        }
        return standard(title, rows);
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
        return table(title, rows(evaluation, Optional.empty(), methodTitle), batch, bio);
    }

    private static List<Scored> rows(
            Evaluation evaluation,
            Optional<RepeatedEvaluation> repeated,
            UnaryOperator<String> methodTitle) {
        Map<String, Map<Metric, Interval>> intervals = new HashMap<>();
        repeated.ifPresent(
                table -> table.rows().forEach(row -> intervals.put(row.method(), row.scores())));
        return evaluation.rows().stream()
                .map(
                        row ->
                                new Scored(
                                        methodTitle.apply(row.method()),
                                        metric ->
                                                score(
                                                        row.score(metric).orElse(Double.NaN),
                                                        Optional.ofNullable(
                                                                intervals
                                                                        .getOrDefault(
                                                                                row.method(),
                                                                                Map.of())
                                                                        .get(metric)))))
                .toList();
    }

    private static ScoreTable standard(String title, List<Scored> rows) {
        // older tables have batch ASW where newer ones have BRAS, and their aggregates are of it
        Metric bras = metric("bras");
        boolean newer = rows.stream().anyMatch(row -> row.scores().apply(bras).value().isPresent());
        return table(
                title,
                rows,
                Stream.concat(
                                Stream.of(newer ? bras : metric("batchAsw")),
                                BATCH.stream().map(ScoreTables::metric))
                        .toList(),
                BIO.stream().map(ScoreTables::metric).toList());
    }

    private static Metric metric(String key) {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static ScoreTable table(
            String title, List<Scored> rows, List<Metric> batch, List<Metric> bio) {
        List<Metric> batchShown = present(batch, rows);
        List<Metric> bioShown = present(bio, rows);
        List<Metric> aggregatesShown = present(AGGREGATES, rows);
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
                rows.stream()
                        .map(
                                row ->
                                        new MethodRow(
                                                row.title(),
                                                columns.stream().map(row.scores()).toList()))
                        .toList());
    }

    private static List<Metric> present(List<Metric> metrics, List<Scored> rows) {
        return metrics.stream()
                .filter(m -> rows.stream().anyMatch(r -> r.scores().apply(m).value().isPresent()))
                .toList();
    }

    private static ColumnGroup group(String title, Mark mark, List<Metric> metrics) {
        return new ColumnGroup(title, mark, metrics.stream().map(Metric::title).toList());
    }

    /** A score that is NaN does not apply. */
    private static Score score(double value, Optional<Interval> interval) {
        if (interval.isPresent()) {
            return Score.of(interval.get().mean(), interval.get().low(), interval.get().high());
        }
        return Double.isFinite(value) ? Score.of(value) : Score.MISSING;
    }
}

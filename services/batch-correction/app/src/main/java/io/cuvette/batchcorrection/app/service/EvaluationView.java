package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Reference;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.statistics.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The score table as it is sent.
 *
 * @param cells of the model
 * @param scoredCells drawn for the scores
 * @param labelledCells of these that have a label
 * @param seed of the draw and of clustering
 * @param baseline the uncorrected row
 * @param metrics columns, in order
 * @param rows methods; a metric that does not apply is absent
 * @param references figures of the data alone that scores are read beside
 * @param repetition of the intervals; absent where the cells were drawn once
 */
public record EvaluationView(
        int cells,
        int scoredCells,
        int labelledCells,
        long seed,
        String baseline,
        List<Column> metrics,
        List<Row> rows,
        List<ReferenceValue> references,
        Optional<Repetition> repetition) {

    public record Column(String name, String label, boolean higherIsBetter) {

        static Column of(Metric metric) {
            return new Column(
                    metric.key(), metric.title(), metric.better() == Metric.Direction.HIGHER);
        }

        /** Those that apply, in the table's order. */
        static List<Column> of(Predicate<Metric> applies) {
            return Arrays.stream(Metric.values()).filter(applies).map(Column::of).toList();
        }
    }

    /**
     * @param intervals over further draws of the cells, by metric; none where they were drawn once
     */
    public record Row(
            String method, Map<String, Double> values, Map<String, ScoreInterval> intervals) {}

    /**
     * @param value mean over the draws
     * @param low end of the 95 % interval
     * @param n number of draws that the metric applied to
     */
    public record ScoreInterval(double value, double low, double high, int n) {

        static ScoreInterval of(Interval interval) {
            return new ScoreInterval(
                    interval.mean(), interval.low(), interval.high(), interval.n());
        }
    }

    public record ReferenceValue(String name, String label, double value) {}

    /**
     * @param draws of the cells
     * @param scoredCells of each draw
     * @param seed of the first
     */
    public record Repetition(int draws, int scoredCells, long seed) {}

    static EvaluationView of(Evaluation evaluation, Optional<RepeatedEvaluation> intervals) {
        return new EvaluationView(
                evaluation.cells(),
                evaluation.scoredCells(),
                evaluation.labelledCells(),
                evaluation.seed(),
                evaluation.baseline(),
                Column.of(
                        metric ->
                                evaluation.rows().stream()
                                        .anyMatch(row -> row.score(metric).isPresent())),
                evaluation.rows().stream().map(row -> row(row, intervals)).toList(),
                references(evaluation.references()),
                intervals.map(
                        repeated ->
                                new Repetition(
                                        repeated.draws(),
                                        repeated.scoredCells(),
                                        repeated.seed())));
    }

    private static List<ReferenceValue> references(Map<Reference, Double> references) {
        return references.entrySet().stream()
                .map(
                        reference ->
                                new ReferenceValue(
                                        reference.getKey().key(),
                                        reference.getKey().title(),
                                        reference.getValue()))
                .toList();
    }

    private static Row row(Evaluation.Row row, Optional<RepeatedEvaluation> intervals) {
        Map<String, Double> values = new LinkedHashMap<>();
        row.scores()
                .forEach(
                        (metric, score) -> {
                            // JSON has no NaN: a score that is none is left out
                            if (Double.isFinite(score)) {
                                values.put(metric.key(), score);
                            }
                        });
        Map<String, ScoreInterval> repeated = new LinkedHashMap<>();
        intervals.stream()
                .flatMap(table -> table.rows().stream())
                .filter(other -> other.method().equals(row.method()))
                .forEach(
                        other ->
                                other.scores()
                                        .forEach(
                                                (metric, interval) ->
                                                        repeated.put(
                                                                metric.key(),
                                                                ScoreInterval.of(interval))));
        return new Row(row.method(), values, repeated);
    }
}

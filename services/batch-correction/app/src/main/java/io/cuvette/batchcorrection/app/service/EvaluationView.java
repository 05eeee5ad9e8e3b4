package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 */
public record EvaluationView(
        int cells,
        int scoredCells,
        int labelledCells,
        long seed,
        String baseline,
        List<Column> metrics,
        List<Row> rows) {

    public record Column(String name, String label, boolean higherIsBetter) {}

    public record Row(String method, Map<String, Double> values) {}

    static EvaluationView of(Evaluation evaluation) {
        return new EvaluationView(
                evaluation.cells(),
                evaluation.scoredCells(),
                evaluation.labelledCells(),
                evaluation.seed(),
                evaluation.baseline(),
                Arrays.stream(Metric.values())
                        .filter(
                                metric ->
                                        evaluation.rows().stream()
                                                .anyMatch(row -> row.score(metric).isPresent()))
                        .map(
                                metric ->
                                        new Column(
                                                metric.key(),
                                                metric.title(),
                                                metric.better() == Metric.Direction.HIGHER))
                        .toList(),
                evaluation.rows().stream().map(EvaluationView::row).toList());
    }

    private static Row row(Evaluation.Row row) {
        Map<String, Double> values = new LinkedHashMap<>();
        row.scores()
                .forEach(
                        (metric, score) -> {
                            // JSON has no NaN: a score that is none is left out
                            if (Double.isFinite(score)) {
                                values.put(metric.key(), score);
                            }
                        });
        return new Row(row.method(), values);
    }
}

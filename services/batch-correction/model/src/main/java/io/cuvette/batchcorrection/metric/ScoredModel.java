package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.statistics.Interval;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model's table, once or repeatedly scored, for {@link Comparison}.
 *
 * @param name of the model, for people
 * @param dataset digest or id of the data it was scored on
 * @param cells of the data
 * @param scoredCells of a draw
 * @param methods scores by method and metric
 */
public record ScoredModel(
        String name,
        String dataset,
        int cells,
        int scoredCells,
        Map<String, Map<Metric, Score>> methods) {

    /**
     * @param interval empty where the cells were drawn once
     */
    public record Score(double value, Optional<Interval> interval) {}

    public static ScoredModel of(String name, String dataset, Evaluation table) {
        Map<String, Map<Metric, Score>> methods = new LinkedHashMap<>();
        for (Evaluation.Row row : table.rows()) {
            EnumMap<Metric, Score> scores = new EnumMap<>(Metric.class);
            row.scores()
                    .forEach(
                            (metric, score) ->
                                    scores.put(metric, new Score(score, Optional.empty())));
            methods.put(row.method(), scores);
        }
        return new ScoredModel(name, dataset, table.cells(), table.scoredCells(), methods);
    }

    public static ScoredModel of(String name, String dataset, RepeatedEvaluation table) {
        Map<String, Map<Metric, Score>> methods = new LinkedHashMap<>();
        for (RepeatedEvaluation.Row row : table.rows()) {
            EnumMap<Metric, Score> scores = new EnumMap<>(Metric.class);
            row.scores()
                    .forEach(
                            (metric, interval) ->
                                    scores.put(
                                            metric,
                                            new Score(interval.mean(), Optional.of(interval))));
            methods.put(row.method(), scores);
        }
        return new ScoredModel(name, dataset, table.cells(), table.scoredCells(), methods);
    }
}

package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.metric.ScoredModel.Score;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Models side by side, method by method and metric by metric, each against the first model.
 *
 * @param models names, in column order
 * @param lines one for each method and metric that some model has
 */
public record Comparison(List<String> models, List<Line> lines) {

    public Comparison {
        models = List.copyOf(models);
        lines = List.copyOf(lines);
    }

    /**
     * @param cells one a model, in the models' order
     */
    public record Line(String method, Metric metric, List<Cell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /**
     * @param score empty where the model does not have it
     * @param difference from the first model's score; empty where one of them is missing, and for
     *     the first model itself
     * @param overlaps whether the intervals of both overlap; empty where one of them has none.
     *     Apart is a difference that the choice of cells does not explain; overlapping is no proof
     *     of equality
     */
    public record Cell(
            Optional<Score> score, OptionalDouble difference, Optional<Boolean> overlaps) {}

    /** Tables that say nothing about each other; the message names what differs. */
    public static final class IncomparableException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        IncomparableException(String message) {
            super(message);
        }
    }

    /**
     * @param models two or more, with different names
     * @throws IncomparableException when they were scored on other data or on draws of another
     *     size: several metrics grow with the number of cells (Calinski-Harabasz) or depend on it
     */
    public static Comparison of(List<ScoredModel> models) {
        requireComparable(models);
        Set<String> methods = new LinkedHashSet<>();
        models.forEach(model -> methods.addAll(model.methods().keySet()));
        List<Line> lines = new ArrayList<>();
        for (String method : methods) {
            for (Metric metric : Metric.values()) {
                List<Optional<Score>> scores =
                        models.stream().map(model -> score(model, method, metric)).toList();
                if (scores.stream().anyMatch(Optional::isPresent)) {
                    lines.add(new Line(method, metric, cells(scores)));
                }
            }
        }
        return new Comparison(models.stream().map(ScoredModel::name).toList(), lines);
    }

    private static void requireComparable(List<ScoredModel> models) {
        if (models.size() < 2) {
            throw new IncomparableException("a comparison needs two models or more");
        }
        ScoredModel first = models.get(0);
        Set<String> names = new LinkedHashSet<>();
        for (ScoredModel model : models) {
            if (!names.add(model.name())) {
                throw new IncomparableException(
                        "the model %s is named twice".formatted(model.name()));
            }
            if (!model.dataset().equals(first.dataset()) || model.cells() != first.cells()) {
                throw new IncomparableException(
                        "%s and %s were scored on different data: compare models of one data set"
                                .formatted(first.name(), model.name()));
            }
            if (model.scoredCells() != first.scoredCells()) {
                throw new IncomparableException(
                        "%s was scored on %d cells and %s on %d: score both on draws of one size"
                                .formatted(
                                        first.name(),
                                        first.scoredCells(),
                                        model.name(),
                                        model.scoredCells()));
            }
        }
    }

    private static Optional<Score> score(ScoredModel model, String method, Metric metric) {
        return Optional.ofNullable(model.methods().getOrDefault(method, Map.of()).get(metric));
    }

    private static List<Cell> cells(List<Optional<Score>> scores) {
        Optional<Score> first = scores.get(0);
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(first, OptionalDouble.empty(), Optional.empty()));
        for (Optional<Score> score : scores.subList(1, scores.size())) {
            if (first.isEmpty() || score.isEmpty()) {
                cells.add(new Cell(score, OptionalDouble.empty(), Optional.empty()));
                continue;
            }
            cells.add(
                    new Cell(
                            score,
                            OptionalDouble.of(score.get().value() - first.get().value()),
                            first.get()
                                    .interval()
                                    .flatMap(own -> score.get().interval().map(own::overlaps))));
        }
        return cells;
    }
}

package io.cuvette.batchcorrection.plot;

import io.cuvette.plot.Picture;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Scores of methods in groups of columns, the results table of scIB benchmarks. Plain numbers, so
 * that it is what an interactive page is given, too. Scores are shown as they are, not rescaled
 * across methods.
 *
 * @param title over all; may be empty
 * @param groups columns; scores of 1 are best
 * @param rows any order, best total first in the picture
 */
public record ScoreTable(String title, List<ColumnGroup> groups, List<MethodRow> rows) {

    static final int MOST_COLUMNS = 40;
    static final int MOST_ROWS = 80;

    /** How a score is drawn. */
    public enum Mark {
        /** For single metrics. */
        CIRCLE,
        /** For means of them. */
        BAR
    }

    /** Neighbouring columns under one heading. */
    public record ColumnGroup(String title, Mark mark, List<String> columns) {
        public ColumnGroup {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param scores one a column, through all groups
     */
    public record MethodRow(String method, List<Score> scores) {
        public MethodRow {
            scores = List.copyOf(scores);
        }

        private OptionalDouble last() {
            return scores.get(scores.size() - 1).value();
        }
    }

    /**
     * @param value empty where the metric does not apply
     * @param low end of the 95 % interval over folds or seeds; both ends or none
     */
    public record Score(OptionalDouble value, OptionalDouble low, OptionalDouble high) {
        public static final Score MISSING =
                new Score(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

        public Score {
            if (low.isPresent() != high.isPresent() || (low.isPresent() && value.isEmpty())) {
                throw new IllegalArgumentException("an interval needs a value and both its ends");
            }
            for (OptionalDouble part : List.of(value, low, high)) {
                if (part.isPresent() && !Double.isFinite(part.getAsDouble())) {
                    throw new IllegalArgumentException(
                            "a score is %s; leave scores that do not apply empty"
                                    .formatted(part.getAsDouble()));
                }
            }
            if (low.isPresent() && low.getAsDouble() > high.getAsDouble()) {
                throw new IllegalArgumentException("an interval ends below its beginning");
            }
        }

        public static Score of(double value) {
            return new Score(
                    OptionalDouble.of(value), OptionalDouble.empty(), OptionalDouble.empty());
        }

        public static Score of(double value, double low, double high) {
            return new Score(
                    OptionalDouble.of(value), OptionalDouble.of(low), OptionalDouble.of(high));
        }
    }

    public ScoreTable {
        groups = List.copyOf(groups);
        rows = List.copyOf(rows);
        int columns = groups.stream().mapToInt(group -> group.columns().size()).sum();
        if (columns == 0 || columns > MOST_COLUMNS || rows.isEmpty() || rows.size() > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "1 to %d columns and 1 to %d methods are needed, got %d and %d"
                            .formatted(MOST_COLUMNS, MOST_ROWS, columns, rows.size()));
        }
        for (MethodRow row : rows) {
            if (row.scores().size() != columns) {
                throw new IllegalArgumentException(
                        "%s has %d scores for %d columns"
                                .formatted(row.method(), row.scores().size(), columns));
            }
        }
    }

    /** By the last column, best first; rows without it at the end, else in the given order. */
    public List<MethodRow> ranked() {
        return rows.stream()
                .sorted(
                        Comparator.comparingDouble(
                                (MethodRow row) -> -row.last().orElse(Double.NEGATIVE_INFINITY)))
                .toList();
    }

    boolean hasIntervals() {
        return rows.stream()
                .flatMap(row -> row.scores().stream())
                .anyMatch(score -> score.low().isPresent());
    }

    /** As a picture: circles and bars with their numbers. */
    public Picture picture() {
        return new ScibTable(this);
    }
}

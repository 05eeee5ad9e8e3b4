package io.cuvette.training.core.tuning;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One setting that a search varies. Searches work on units: shares of the way from its lowest to
 * its highest value, 0 to 1, along its scale.
 */
public sealed interface Dimension {

    /** Dotted path into a job's settings, for instance {@code training.learningRate}. */
    String field();

    double low();

    double high();

    /** Whether distances are ratios. */
    boolean logarithmic();

    /** Whether the setting takes whole numbers only. */
    boolean whole();

    /** The allowed value at a unit; units beyond 0 and 1 count as these. */
    double value(double unit);

    /** A unit of the value, the middle of all where several have it. */
    double unit(double value);

    /**
     * At most {@code points} different values from the lowest to the highest, evenly along units.
     */
    List<Double> grid(int points);

    /** The allowed value next to {@code value * factor}, another one unless it is at an end. */
    double scaled(double value, double factor);

    /**
     * All numbers of a range, its ends included.
     *
     * @param min above 0 when {@code log}
     * @param max above {@code min}
     */
    record Range(String field, double min, double max, boolean log, boolean whole)
            implements Dimension {

        public Range {
            requireField(field);
            if (!Double.isFinite(min) || !Double.isFinite(max)) {
                throw new IllegalArgumentException("min and max have to be finite numbers");
            }
            if (min >= max) {
                throw new IllegalArgumentException(
                        "min is %s and max is %s; min has to be below max".formatted(min, max));
            }
            if (log && min <= 0) {
                throw new IllegalArgumentException(
                        "min is %s; on a log scale it has to be above 0".formatted(min));
            }
            if (whole && (min != Math.rint(min) || max != Math.rint(max))) {
                throw new IllegalArgumentException(
                        "min and max of an integer have to be whole numbers");
            }
            if (whole && Math.max(Math.abs(min), Math.abs(max)) > 0x1p53) {
                throw new IllegalArgumentException("an integer is at most 2^53");
            }
            if (!Double.isFinite(max - min)) {
                throw new IllegalArgumentException("min and max are too far apart");
            }
        }

        @Override
        public double low() {
            return min;
        }

        @Override
        public double high() {
            return max;
        }

        @Override
        public boolean logarithmic() {
            return log;
        }

        /** So that every whole number has the same share of a linear scale. */
        private double first() {
            return whole ? min - 0.5 : min;
        }

        private double last() {
            return whole ? max + 0.5 : max;
        }

        @Override
        public double value(double unit) {
            double share = Math.min(1, Math.max(0, unit));
            double value =
                    log
                            ? first() * Math.pow(last() / first(), share)
                            : first() + share * (last() - first());
            return allowed(value);
        }

        @Override
        public double unit(double value) {
            return log
                    ? Math.log(value / first()) / Math.log(last() / first())
                    : (value - first()) / (last() - first());
        }

        @Override
        public List<Double> grid(int points) {
            if (points == 1) {
                return List.of(value(0.5));
            }
            return IntStream.range(0, points)
                    .mapToDouble(i -> (double) i / (points - 1))
                    .map(
                            share ->
                                    log
                                            ? min * Math.pow(max / min, share)
                                            : min + share * (max - min))
                    .map(this::allowed)
                    .distinct()
                    .boxed()
                    .toList();
        }

        @Override
        public double scaled(double value, double factor) {
            double scaled = allowed(value * factor);
            if (whole && scaled == value) {
                return allowed(value + Math.signum(value * factor - value));
            }
            return scaled;
        }

        private double allowed(double value) {
            return Math.min(max, Math.max(min, whole ? Math.rint(value) : value));
        }
    }

    /**
     * Some numbers.
     *
     * @param values at least one, in ascending order, each once
     */
    record Choice(String field, List<Double> values) implements Dimension {

        public Choice {
            requireField(field);
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).distinct().sorted().toArray();
            if (values.isEmpty() || sorted.length < values.size()) {
                throw new IllegalArgumentException(
                        "values has to be a list of at least one number, each once");
            }
            if (!Arrays.stream(sorted).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("values have to be finite numbers");
            }
            values = Arrays.stream(sorted).boxed().toList();
        }

        @Override
        public double low() {
            return values.get(0);
        }

        @Override
        public double high() {
            return values.get(values.size() - 1);
        }

        @Override
        public boolean logarithmic() {
            return false;
        }

        @Override
        public boolean whole() {
            return values.stream().allMatch(value -> value == Math.rint(value));
        }

        @Override
        public double value(double unit) {
            double share = Math.min(1, Math.max(0, unit));
            return values.get(Math.min(values.size() - 1, (int) (share * values.size())));
        }

        @Override
        public double unit(double value) {
            return (index(value) + 0.5) / values.size();
        }

        @Override
        public List<Double> grid(int points) {
            return values;
        }

        /** The neighbour above for a factor above 1, that below otherwise. */
        @Override
        public double scaled(double value, double factor) {
            int next = index(value) + (factor > 1 ? 1 : -1);
            return values.get(Math.min(values.size() - 1, Math.max(0, next)));
        }

        private int index(double value) {
            int index = Collections.binarySearch(values, value);
            if (index < 0) {
                throw new IllegalArgumentException(value + " is none of the values of " + field);
            }
            return index;
        }
    }

    private static void requireField(String field) {
        if (!field.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            throw new IllegalArgumentException(
                    "field has to be names of settings with dots between them");
        }
    }
}

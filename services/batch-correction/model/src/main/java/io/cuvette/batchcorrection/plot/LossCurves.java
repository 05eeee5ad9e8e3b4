package io.cuvette.batchcorrection.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Picture;
import io.cuvette.training.core.metric.MetricHistory;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Losses over the epochs of training, a panel for each loss of each method. Plain numbers, so that
 * it is what an interactive page is given, too.
 *
 * @param title over all; may be empty
 */
public record LossCurves(String title, List<LossPanel> panels) {

    static final int MOST_PANELS = 24;
    static final int MOST_SERIES = 8;

    /** Of one panel. */
    static final int MOST_POINTS = 40_000;

    /** Which cells a loss is of. */
    public enum Part {
        TRAIN,
        VALIDATION
    }

    public LossCurves {
        panels = List.copyOf(panels);
        if (panels.isEmpty() || panels.size() > MOST_PANELS) {
            throw new IllegalArgumentException(
                    "1 to %d panels of losses are needed, got %d"
                            .formatted(MOST_PANELS, panels.size()));
        }
    }

    /** As a picture, up to three panels in a row. */
    public Picture picture() {
        return new LossPicture(this);
    }

    /**
     * One loss over epochs.
     *
     * @param name for the legend; series of one name share a colour
     * @param epochs rising; those without a value are left out
     * @param values finite, one an epoch
     */
    public record Series(String name, Part part, int[] epochs, double[] values) {
        public Series {
            if (epochs.length != values.length) {
                throw new IllegalArgumentException(
                        "series %s has %d epochs and %d values"
                                .formatted(name, epochs.length, values.length));
            }
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    throw new IllegalArgumentException(
                            "series %s is %s at epoch %d; leave epochs without a value out"
                                    .formatted(name, values[i], epochs[i]));
                }
                if (i > 0 && epochs[i] <= epochs[i - 1]) {
                    throw new IllegalArgumentException(
                            "the epochs of series %s do not rise at %d".formatted(name, epochs[i]));
                }
            }
        }

        /** The epochs of a training report that have a metric, for instance validation.mse. */
        public static Series of(
                String name, Part part, List<MetricHistory.Row> history, String metric) {
            List<MetricHistory.Row> with =
                    history.stream().filter(row -> row.metrics().containsKey(metric)).toList();
            return new Series(
                    name,
                    part,
                    with.stream().mapToInt(row -> Math.toIntExact(row.epoch())).toArray(),
                    with.stream().mapToDouble(row -> row.metrics().get(metric)).toArray());
        }

        String legend() {
            return part == Part.TRAIN ? name + " (train)" : name + " (validation)";
        }
    }

    /**
     * A level to compare with, for instance ln K of an adversary that knows nothing of K batches.
     */
    public record Reference(String name, double value) {
        public Reference {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("the reference " + name + " is " + value);
            }
        }

        /** Cross entropy of guessing one of {@code batches} equal batches. */
        public static Reference confusion(int batches) {
            return new Reference("ln " + batches, Math.log(batches));
        }
    }

    /**
     * Losses of one kind, in one unit.
     *
     * @param title usually method and loss
     * @param unit of the values, along the axis
     * @param references levels, drawn as lines
     * @param bestEpoch whose weights were kept
     * @param stoppedEpoch last one, when training stopped early
     */
    public record LossPanel(
            String title,
            String unit,
            List<Series> series,
            List<Reference> references,
            OptionalInt bestEpoch,
            OptionalInt stoppedEpoch) {

        /** Losses that fall by more than this are drawn on a logarithmic axis. */
        private static final double LOG_RANGE = 20;

        public LossPanel {
            series = List.copyOf(series);
            references = List.copyOf(references);
            int points = series.stream().mapToInt(s -> s.values().length).sum();
            if (points == 0 || series.size() > MOST_SERIES || points > MOST_POINTS) {
                throw new IllegalArgumentException(
                        "panel %s: 1 to %d series of 1 to %,d values are needed, got %d of %,d"
                                .formatted(title, MOST_SERIES, MOST_POINTS, series.size(), points));
            }
        }

        /** Whether all values are positive and the largest is over 20 times the smallest. */
        public boolean logarithmic() {
            return least() > 0 && greatest() > LOG_RANGE * least();
        }

        Axis values() {
            return Axis.around(least(), greatest(), logarithmic());
        }

        Axis epochs() {
            int last =
                    series.stream()
                            .flatMapToInt(s -> Arrays.stream(s.epochs()))
                            .max()
                            .orElseThrow();
            int first =
                    series.stream()
                            .flatMapToInt(s -> Arrays.stream(s.epochs()))
                            .min()
                            .orElseThrow();
            last = Math.max(last, Math.max(bestEpoch.orElse(last), stoppedEpoch.orElse(last)));
            first = Math.min(first, bestEpoch.orElse(first));
            return first == last
                    ? new Axis(first - 1.0, last + 1.0, false)
                    : new Axis(first, last, false);
        }

        private double least() {
            return extreme(false);
        }

        private double greatest() {
            return extreme(true);
        }

        private double extreme(boolean greatest) {
            OptionalDouble own =
                    greatest
                            ? series.stream().flatMapToDouble(s -> Arrays.stream(s.values())).max()
                            : series.stream().flatMapToDouble(s -> Arrays.stream(s.values())).min();
            double of = own.orElseThrow();
            for (Reference reference : references) {
                of = greatest ? Math.max(of, reference.value()) : Math.min(of, reference.value());
            }
            return of;
        }
    }
}

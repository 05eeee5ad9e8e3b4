package io.cuvette.reactormodel.correction;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Bands around predicted trajectories that hold a whole new run with a stated chance.
 *
 * <p>The score of a left-out run is its largest error over times and channels, in units of the
 * channel's held-out root mean square. The band of level 1 - a is the ceil((n + 1)(1 - a))-th
 * smallest score: if runs are exchangeable, a further one stays inside with at least that chance,
 * whatever the model (split conformal prediction, Vovk et al. 2005; with folds in place of one
 * split, CV+ of Barber et al., Annals of Statistics 49, 2021, whose guarantee is 1 - 2a and whose
 * coverage is near 1 - a). With too few runs for a level there is no such band.
 *
 * @param scores in rising order, one a run
 * @param unit root mean square of left-out errors: kmol/m3 and K; 0 of a channel that was never
 *     measured, which they say nothing of
 */
public record ConformalBands(double[] scores, double[] unit) {

    public static final ConformalBands NONE = new ConformalBands(new double[0], new double[2]);

    public ConformalBands {
        scores = scores.clone();
        unit = unit.clone();
        Arrays.sort(scores);
    }

    /**
     * From left-out runs.
     *
     * @param left what remains of them after balances and correction, run by run {@code
     *     [2][times]}, NaN where nothing was measured
     * @param least units, above 0
     */
    public static ConformalBands of(Iterable<double[][]> left, double[] least) {
        double[] sums = new double[2];
        int[] counts = new int[2];
        int runs = 0;
        for (double[][] run : left) {
            runs++;
            for (int channel = 0; channel < 2; channel++) {
                for (double value : run[channel]) {
                    if (!Double.isNaN(value)) {
                        sums[channel] += value * value;
                        counts[channel]++;
                    }
                }
            }
        }
        double[] unit = new double[2];
        for (int channel = 0; channel < 2; channel++) {
            unit[channel] =
                    counts[channel] == 0
                            ? 0
                            : Math.max(least[channel], Math.sqrt(sums[channel] / counts[channel]));
        }
        double[] scores = new double[runs];
        int at = 0;
        for (double[][] run : left) {
            if (!anyMeasured(run)) {
                continue;
            }
            for (int channel = 0; channel < 2; channel++) {
                for (double value : run[channel]) {
                    if (!Double.isNaN(value)) {
                        scores[at] = Math.max(scores[at], Math.abs(value) / unit[channel]);
                    }
                }
            }
            at++;
        }
        return new ConformalBands(Arrays.copyOf(scores, at), unit);
    }

    private static boolean anyMeasured(double[][] run) {
        return Arrays.stream(run).flatMapToDouble(Arrays::stream).anyMatch(v -> !Double.isNaN(v));
    }

    /**
     * Half widths of the band of a level, {@code [2][times]}; nothing with too few runs for it.
     *
     * @param otherwise those of channels that were never measured
     */
    public Optional<double[][]> widths(double level, int times, Supplier<double[][]> otherwise) {
        OptionalDouble factor = factor(level);
        if (factor.isEmpty()) {
            return Optional.empty();
        }
        double[][] widths = new double[2][times];
        for (int channel = 0; channel < 2; channel++) {
            if (unit[channel] > 0) {
                Arrays.fill(widths[channel], factor.getAsDouble() * unit[channel]);
            } else {
                widths[channel] = otherwise.get()[channel];
            }
        }
        return Optional.of(widths);
    }

    /** Whether both concentration and temperature were measured in runs that were left out. */
    public boolean ofEveryChannel() {
        return unit[0] > 0 && unit[1] > 0;
    }

    /** Half the width of the band in units; nothing when there are too few runs for the level. */
    public OptionalDouble factor(double level) {
        int rank = (int) Math.ceil((scores.length + 1) * level - 1e-9);
        return rank > scores.length
                ? OptionalDouble.empty()
                : OptionalDouble.of(scores[Math.max(1, rank) - 1]);
    }
}

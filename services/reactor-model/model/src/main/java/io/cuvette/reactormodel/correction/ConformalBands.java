package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.ObservedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Bands around predicted trajectories that hold a whole new run with a stated chance.
 *
 * <p>The score of a left-out run is its largest error over times and channels, in units of the
 * channel's held-out root mean square. The band of level 1 - a is the ceil((n + 1)(1 - a))-th
 * smallest score. With one split a further exchangeable run would stay inside with at least that
 * chance, whatever the model (split conformal prediction, Vovk et al. 2005). Here runs are left out
 * in folds and the band lies about the model of all runs: the plain form of the cross-validated
 * jackknife, whose coverage is near 1 - a where models of a part of the runs are like that of all,
 * and which has no guarantee (Barber et al., Annals of Statistics 49, 2021, who have one of 1 - 2a
 * for CV+, whose band lies about every fold's own prediction). With too few runs for a level there
 * is no such band.
 *
 * <p>A channel that was measured in less than half as many runs as the other is left out: the other
 * one's errors say nothing of it. Of the others a run counts only if all were measured.
 *
 * <p>Of times at which a run was not measured its score says nothing. So the bands of a trajectory
 * are those of the runs that were measured to its end at least, and where these are too few, it has
 * none. Between times of measurements they are as at them: what is promised is promised of a new
 * run that is measured at times like those of the runs left out.
 *
 * @param scores in rising order, one a run
 * @param untilH when each of these runs was measured last, of the channels the one that ended
 *     first, 0 without one of them; empty when that is not known
 * @param unit root mean square of left-out errors: kmol/m3 and K; 0 of a channel that was seldom
 *     measured, or never, which they say nothing of
 */
public record ConformalBands(double[] scores, double[] untilH, double[] unit) {

    public static final ConformalBands NONE =
            new ConformalBands(new double[0], new double[0], new double[2]);

    /** Times that differ by rounding are the same. */
    private static final double ROUNDING = 1e-9;

    /** What one left-out run says. */
    private record Score(double value, double untilH) {}

    public ConformalBands {
        // cards of models that were stored before times were kept have none
        untilH = untilH == null ? new double[0] : untilH.clone();
        scores = scores.clone();
        unit = unit.clone();
        if (untilH.length != 0 && untilH.length != scores.length) {
            throw new IllegalArgumentException(
                    "%d scores with %d last times".formatted(scores.length, untilH.length));
        }
    }

    /**
     * From left-out runs.
     *
     * @param left what remains of them after balances and correction
     * @param least units, above 0
     */
    public static ConformalBands of(Residuals left, double[] least) {
        double[] unit = unit(left.values(), least);
        double[] until = new double[left.runs().size()];
        Arrays.setAll(until, run -> untilH(left.runs().get(run), left.values().get(run), unit));
        List<Score> found = new ArrayList<>();
        for (int run = 0; run < until.length; run++) {
            double[][] values = left.values().get(run);
            if (says(values, unit)) {
                found.add(new Score(score(values, unit), until[run]));
            }
        }
        found.sort(Comparator.comparingDouble(Score::value));
        return new ConformalBands(
                found.stream().mapToDouble(Score::value).toArray(),
                found.stream().mapToDouble(Score::untilH).toArray(),
                unit);
    }

    /** Until when every channel that counts was measured; 0 when one was not. */
    private static double untilH(ObservedRun run, double[][] left, double[] unit) {
        double until = Double.MAX_VALUE;
        for (int channel = 0; channel < 2; channel++) {
            if (unit[channel] > 0) {
                int t = left[channel].length - 1;
                while (t >= 0 && Double.isNaN(left[channel][t])) {
                    t--;
                }
                until = t < 0 ? 0 : Math.min(until, run.timesH()[t]);
            }
        }
        return until;
    }

    /** Largest error, in units. */
    private static double score(double[][] run, double[] unit) {
        double score = 0;
        for (int channel = 0; channel < 2; channel++) {
            for (double value : run[channel]) {
                if (!Double.isNaN(value) && unit[channel] > 0) {
                    score = Math.max(score, Math.abs(value) / unit[channel]);
                }
            }
        }
        return score;
    }

    private static double[] unit(Iterable<double[][]> left, double[] least) {
        double[] sums = new double[2];
        int[] counts = new int[2];
        int[] runs = new int[2];
        for (double[][] run : left) {
            for (int channel = 0; channel < 2; channel++) {
                runs[channel] += isMeasured(run[channel]) ? 1 : 0;
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
                    runs[channel] == 0 || 2 * runs[channel] < runs[1 - channel]
                            ? 0
                            : Math.max(least[channel], Math.sqrt(sums[channel] / counts[channel]));
        }
        return unit;
    }

    /** Whether a channel that counts was measured in a run. */
    private static boolean says(double[][] run, double[] unit) {
        return (unit[0] > 0 && isMeasured(run[0])) || (unit[1] > 0 && isMeasured(run[1]));
    }

    private static boolean isMeasured(double[] channel) {
        return Arrays.stream(channel).anyMatch(value -> !Double.isNaN(value));
    }

    /**
     * Half widths of the band of a level, {@code [2]} in kmol/m3 and K, the same at all times; 0 of
     * a channel that was seldom measured. Nothing with too few runs for it.
     *
     * @param lastH end of the trajectory
     */
    public Optional<double[]> widths(double level, double lastH) {
        OptionalDouble factor = factor(level, lastH);
        return factor.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new double[] {
                            factor.getAsDouble() * unit[0], factor.getAsDouble() * unit[1]
                        });
    }

    /**
     * Of left-out errors of both channels.
     *
     * @param deviations that are the units, kmol/m3 and K
     */
    public double meanSquare(double[] deviations) {
        double c = unit[0] / deviations[0];
        double t = unit[1] / deviations[1];
        return (c * c + t * t) / 2;
    }

    /** Whether both concentration and temperature were measured in enough runs left out. */
    public boolean ofEveryChannel() {
        return unit[0] > 0 && unit[1] > 0;
    }

    /** What the worst of the runs strayed by: {@code [2]} in kmol/m3 and K, 0 without any. */
    double[] worst() {
        double most = scores.length == 0 ? 0 : scores[scores.length - 1];
        return new double[] {most * unit[0], most * unit[1]};
    }

    /**
     * Half the width of the band in units; nothing when there are too few runs for the level.
     *
     * @param lastH end of the trajectory
     */
    public OptionalDouble factor(double level, double lastH) {
        double[] reaching =
                IntStream.range(0, scores.length)
                        .filter(i -> untilH.length == 0 || untilH[i] >= lastH * (1 - ROUNDING))
                        .mapToDouble(i -> scores[i])
                        .sorted()
                        .toArray();
        int rank = (int) Math.ceil((reaching.length + 1) * level - 1e-9);
        return rank > reaching.length
                ? OptionalDouble.empty()
                : OptionalDouble.of(reaching[Math.max(1, rank) - 1]);
    }
}

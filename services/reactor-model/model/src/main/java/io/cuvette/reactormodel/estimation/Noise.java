package io.cuvette.reactormodel.estimation;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How much noise the channels have: the root mean square of what a fit leaves of them, with as many
 * values taken off as the fit used up to follow the noise itself.
 *
 * @param least of each channel, kmol/m3 and K: what the simulation and the reading leave unseen
 * @param first guess of each channel, at least as much
 */
record Noise(RunResiduals residuals, double[] least, double[] first) {

    /** First guess of the noise, as a share of the spread of the measured values. */
    private static final double FIRST_NOISE = 0.02;

    /** No noise is taken to be smaller: the simulation is not exact, nor are files. */
    private static final double LEAST_NOISE = 1e-5;

    /** No spread of values is taken to be a smaller share of them: one value has none. */
    private static final double LEAST_SPREAD = 1e-3;

    /** Of a channel in which nothing ever was, kmol/m3 and K. */
    private static final double LEAST_SCALE = 1e-6;

    /** Share of a channel's values that is left to judge noise by, however many are unknown. */
    private static final double LEAST_SHARE = 0.1;

    /** With fewer values left over, what is left of them does not tell the noise. */
    private static final double LEAST_TO_TELL = 1;

    /** Of intervals of 95 %, at both ends. */
    private static final double UPPER = 0.975;

    static Noise of(RunResiduals residuals) {
        double[] least = new double[RunResiduals.CHANNELS];
        double[] first = new double[RunResiduals.CHANNELS];
        for (int channel = 0; channel < least.length; channel++) {
            double size = residuals.rootMeanSquare(channel);
            double scale =
                    Math.max(LEAST_SCALE, Math.max(residuals.spread(channel), LEAST_SPREAD * size));
            least[channel] = Math.max(LEAST_NOISE * scale, residuals.readingNoise(channel));
            first[channel] = Math.max(FIRST_NOISE * scale, least[channel]);
        }
        return new Noise(residuals, least, first);
    }

    /**
     * After a fit. Where it met nearly all values the noise stays at least what was guessed first.
     *
     * @param before the fit's own noise, which stays where nothing was measured
     * @param left by the fit
     * @param curvature at it, its first rows those of what is left
     */
    double[] after(double[] before, double[] left, Curvature curvature) {
        double[] squares = new double[RunResiduals.CHANNELS];
        double[] values = new double[RunResiduals.CHANNELS];
        for (int i = 0; i < left.length; i++) {
            squares[residuals.channel(i)] += left[i] * left[i];
            values[residuals.channel(i)]++;
        }
        double[] leftOver = leftOver(residuals, curvature);
        double[] noise = before.clone();
        for (int channel = 0; channel < noise.length; channel++) {
            if (values[channel] > 0) {
                double judging = Math.max(LEAST_SHARE * values[channel], leftOver[channel]);
                double lowest = (leftOver[channel] < LEAST_TO_TELL ? first : least)[channel];
                noise[channel] = Math.max(lowest, Math.sqrt(squares[channel] / judging));
            }
        }
        return noise;
    }

    /**
     * How much wider intervals of 95 % are by noise being known only from what a fit left: the
     * quantile of Student's distribution over the normal one, of each channel.
     */
    static double[] widening(RunResiduals residuals, Curvature curvature) {
        double normal = new NormalDistribution().inverseCumulativeProbability(UPPER);
        return Arrays.stream(leftOver(residuals, curvature))
                .map(degrees -> Math.max(LEAST_TO_TELL, degrees))
                .map(nu -> new TDistribution(nu).inverseCumulativeProbability(UPPER) / normal)
                .toArray();
    }

    /** Degrees of freedom: values of each channel less the parameters that they determined. */
    private static double[] leftOver(RunResiduals residuals, Curvature curvature) {
        double[] leftOver = new double[RunResiduals.CHANNELS];
        for (int i = 0; i < residuals.size(); i++) {
            leftOver[residuals.channel(i)] += 1 - curvature.leverage(i);
        }
        return leftOver;
    }
}

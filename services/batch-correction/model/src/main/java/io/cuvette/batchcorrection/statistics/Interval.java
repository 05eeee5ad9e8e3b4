package io.cuvette.batchcorrection.statistics;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A mean of repeated measurements with the 95 % confidence interval that Student's t gives it: mean
 * +- t(0.975, n - 1) s / sqrt(n), s with n - 1.
 *
 * <p>The interval takes the measurements for independent. Folds share training cells and draws
 * share cells, so that it is somewhat too narrow for "what another experiment would give"; it is
 * what the literature prints for folds.
 *
 * @param n number of measurements, at least 2
 */
public record Interval(double mean, double low, double high, int n) {

    private static final double UPPER = 0.975;

    public Interval {
        if (n < 2 || !(low <= mean) || !(mean <= high)) {
            throw new IllegalArgumentException(
                    "an interval needs two measurements and low <= mean <= high: %s, %s, %s of %d"
                            .formatted(low, mean, high, n));
        }
    }

    /**
     * @param measurements at least two numbers
     */
    public static Interval ofMean(double... measurements) {
        int n = measurements.length;
        if (n < 2 || !Arrays.stream(measurements).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("two or more finite measurements are needed");
        }
        double mean = Arrays.stream(measurements).sum() / n;
        double squares = Arrays.stream(measurements).map(x -> (x - mean) * (x - mean)).sum();
        double halfWidth =
                new TDistribution(n - 1.0).inverseCumulativeProbability(UPPER)
                        * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, mean - halfWidth, mean + halfWidth, n);
    }

    /** Whether some value lies in both. */
    public boolean overlaps(Interval other) {
        return low <= other.high && other.low <= high;
    }
}

package io.cuvette.training.core.uncertainty;

import java.util.Arrays;

/** The empirical quantile of split conformal prediction. */
final class ConformalQuantile {

    private ConformalQuantile() {}

    /**
     * The {@code ceil((n + 1)(1 - alpha))}-th smallest score: the score of a further exchangeable
     * sample is at most this with probability {@code 1 - alpha} or more (Lei et al., 2018,
     * algorithm 2). Infinite when there are too few scores.
     */
    static double of(double[] scores, double alpha) {
        int rank = rank(scores.length, alpha);
        if (rank > scores.length) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[rank - 1];
    }

    /** As of {@link #of}, for scores of which there are enough. */
    static double finite(double[] scores, double alpha) {
        if (rank(scores.length, alpha) > scores.length) {
            throw new IllegalArgumentException(
                    "%d calibration samples; a coverage of %s needs at least %d"
                            .formatted(
                                    scores.length,
                                    1 - alpha,
                                    (int) Math.ceil(1 / alpha - 1 - 1e-9)));
        }
        return of(scores, alpha);
    }

    private static int rank(int n, double alpha) {
        // the small amount keeps (n + 1)(1 - alpha) of whole value from being rounded up
        return (int) Math.ceil((n + 1) * (1 - alpha) - 1e-9);
    }
}

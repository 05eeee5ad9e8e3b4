package io.cuvette.training.core.mixing;

import java.util.Arrays;

/** Distributions over sources. */
public final class Proportions {
    private static final double TOLERANCE = 1e-9;

    private Proportions() {}

    /** The same of each. */
    public static double[] even(int sources) {
        double[] even = new double[sources];
        Arrays.fill(even, 1.0 / sources);
        return even;
    }

    /**
     * Refuses what is not a distribution.
     *
     * @throws IllegalArgumentException that names the source
     */
    public static void requireDistribution(double[] proportions) {
        double sum = 0;
        for (int a = 0; a < proportions.length; a++) {
            if (!(proportions[a] >= 0 && proportions[a] <= 1 + TOLERANCE)) {
                throw new IllegalArgumentException(
                        "the proportion of source %d is %s; allowed are 0 to 1"
                                .formatted(a, proportions[a]));
            }
            sum += proportions[a];
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE * Math.max(1, proportions.length))) {
            throw new IllegalArgumentException(
                    "proportions have the sum %s; divide them by it".formatted(sum));
        }
    }

    /** Scales to a sum of 1. */
    static double[] scaled(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /** {@code p_a = exp(x_a) / sum exp(x)}, without overflow. */
    static double[] softmax(double[] x) {
        double max = Arrays.stream(x).max().orElseThrow();
        return scaled(Arrays.stream(x).map(value -> StrictMath.exp(value - max)).toArray());
    }

    static int requireSeveral(int sources) {
        if (sources < 2) {
            throw new IllegalArgumentException(
                    "there are %d sources; a mixture needs at least 2".formatted(sources));
        }
        return sources;
    }

    /** Refuses the result of a round that was not asked for. */
    static void requireSame(double[] asked, RoundResult result) {
        double[] used = result.proportions();
        boolean same = used.length == asked.length;
        for (int a = 0; same && a < asked.length; a++) {
            same = Math.abs(used[a] - asked[a]) <= TOLERANCE;
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "the round was of %s, asked for were %s"
                            .formatted(Arrays.toString(used), Arrays.toString(asked)));
        }
    }
}

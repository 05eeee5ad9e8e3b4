package io.cuvette.training.core.schedule;

/** Checks and roundings that the schedules have in common. */
final class Rates {
    static final double HIGHEST = 100;

    private Rates() {}

    static void require(String name, double rate) {
        if (!(rate > 0 && rate <= HIGHEST)) {
            throw new IllegalArgumentException(
                    "%s is %s; allowed is above 0 to 100".formatted(name, rate));
        }
    }

    static void requireShares(double warmupShare, double decayShare) {
        if (warmupShare + decayShare > 1) {
            throw new IllegalArgumentException(
                    "warmupShare %s and decayShare %s are more than the whole run"
                            .formatted(warmupShare, decayShare));
        }
    }

    /** Steps in a share of a run, to the nearest one. */
    static long steps(double share, long totalSteps) {
        return Math.round(share * totalSteps);
    }

    /** As {@link #steps}, but leaves at least one step of the run to something else. */
    static long stepsBelow(double share, long totalSteps) {
        return Math.min(steps(share, totalSteps), totalSteps - 1);
    }
}

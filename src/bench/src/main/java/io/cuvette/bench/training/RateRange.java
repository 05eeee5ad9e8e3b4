package io.cuvette.bench.training;

/**
 * Learning rates that a submission searches, uniformly by their logarithm. Each range has two
 * decades around the mean logarithm of the rates that were best on the workloads, to half a decade,
 * in a sweep of half decades from 1e-4 to 100 under a constant rate, on two seeds of its own.
 *
 * @param low above 0
 * @param high above low
 */
public record RateRange(double low, double high) {

    public RateRange {
        if (!(low > 0 && high > low)) {
            throw new IllegalArgumentException("rates from %s to %s".formatted(low, high));
        }
    }

    /** The range that is stated for an optimizer, once for all workloads and schedules. */
    static RateRange of(String optimizer) {
        return switch (optimizer) {
            case "adamw", "lamb", "lars" -> new RateRange(1e-3, 1e-1);
            case "frugal" -> new RateRange(3e-4, 3e-2);
            case "adagrad", "muon", "sso" -> new RateRange(3e-3, 3e-1);
            case "agvm", "sam", "sgd" -> new RateRange(1e-2, 1);
            case "normalized-gd" -> new RateRange(3e-2, 3);
            case "adagrad-norm" -> new RateRange(3e-1, 30);
            default ->
                    throw new IllegalStateException(
                            "no rates are stated for %s; add its range".formatted(optimizer));
        };
    }

    /** The rate at a share of the range, 0 to 1. */
    double at(double share) {
        return low * Math.pow(high / low, share);
    }
}

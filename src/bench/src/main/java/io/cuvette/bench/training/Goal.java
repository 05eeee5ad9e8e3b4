package io.cuvette.bench.training;

/**
 * What a training has to reach on validation data.
 *
 * @param metric in words
 * @param higherIsBetter whether the metric is to rise
 * @param target value that ends a training
 */
public record Goal(String metric, boolean higherIsBetter, double target) {

    /** Whether a value is as good as the target or better; never for one that is not a number. */
    public boolean reachedBy(double value) {
        return higherIsBetter ? value >= target : value <= target;
    }

    /** The better of two values; one that is not a number loses. */
    public double better(double one, double other) {
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return Double.isNaN(one) ? other : one;
        }
        return higherIsBetter ? Math.max(one, other) : Math.min(one, other);
    }

    /** The worse of two values, neither of them NaN. */
    double worse(double one, double other) {
        return higherIsBetter ? Math.min(one, other) : Math.max(one, other);
    }

    /** The same metric with a target that no training reaches. */
    Goal unattainable() {
        return new Goal(
                metric,
                higherIsBetter,
                higherIsBetter ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }
}

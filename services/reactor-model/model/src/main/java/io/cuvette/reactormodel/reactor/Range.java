package io.cuvette.reactormodel.reactor;

/** Values from one end to the other, both included; finite and in order. */
public record Range(double low, double high) {

    public Range {
        if (!(Double.isFinite(low) && Double.isFinite(high) && low <= high)) {
            throw new IllegalArgumentException(
                    "a range from %s to %s; its ends are finite and in order".formatted(low, high));
        }
    }

    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    public double middle() {
        return (low + high) / 2;
    }

    /** At least a little, so that it may divide. */
    public double halfWidth() {
        return Math.max((high - low) / 2, 1e-9 * Math.max(1, Math.abs(middle())));
    }

    public double at(double share) {
        return low + share * (high - low);
    }

    /**
     * In units in which the range is of mean 0 and variance 1, its values being equally likely; 0
     * in a range of one value, beside which there is no scale.
     */
    public double scaled(double value) {
        return hasNoWidth() ? 0 : Math.sqrt(3) * ((value - middle()) / halfWidth());
    }

    /** Of {@link #scaled}. */
    public double scaledSlope() {
        return hasNoWidth() ? 0 : Math.sqrt(3) / halfWidth();
    }

    /** Of no width that matters. */
    public boolean hasNoWidth() {
        return high - low <= 1e-9 * Math.max(1, Math.abs(middle()));
    }
}

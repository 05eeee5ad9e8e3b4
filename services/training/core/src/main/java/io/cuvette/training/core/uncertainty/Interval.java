package io.cuvette.training.core.uncertainty;

/** A closed interval, possibly without an end. */
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "interval from %s to %s; its low end must not be above".formatted(low, high));
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    public double width() {
        return high - low;
    }

    /** Moved by an amount. */
    public Interval plus(double shift) {
        return new Interval(low + shift, high + shift);
    }
}

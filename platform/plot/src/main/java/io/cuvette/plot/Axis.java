package io.cuvette.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Places of numbers along an axis, and the round numbers to mark on it.
 *
 * @param low end, below {@code high}; positive when {@code log}
 */
public record Axis(double low, double high, boolean log) {
    private static final double PADDING = 0.05;

    /** A marked number. */
    public record Tick(double value, String label) {}

    public Axis {
        if (!(low < high) || (log && low <= 0) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("no axis from " + low + " to " + high);
        }
    }

    /** Around the numbers from {@code least} to {@code greatest}, with a little room. */
    public static Axis around(double least, double greatest, boolean log) {
        if (log) {
            double room = Math.max(PADDING * Math.log(greatest / least), 0.05);
            return new Axis(least * Math.exp(-room), greatest * Math.exp(room), true);
        }
        double extent = greatest - least;
        double room = extent > 0 ? PADDING * extent : Math.max(Math.abs(least) * 0.1, 1e-3);
        return new Axis(least - room, greatest + room, false);
    }

    /** 0 at the low end, 1 at the high one. */
    public double share(double value) {
        return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /**
     * Round numbers inside the axis.
     *
     * @param most of them on a linear axis
     */
    public List<Tick> ticks(int most) {
        return log ? logTicks(most) : linearTicks(most);
    }

    private List<Tick> linearTicks(int most) {
        double rough = (high - low) / Math.max(1, most);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        boolean plain = digits <= 4 && Math.max(Math.abs(low), Math.abs(high)) < 1e6;
        List<Tick> ticks = new ArrayList<>();
        for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
            double value = k == 0 ? 0 : k * step;
            ticks.add(
                    new Tick(
                            value,
                            String.format(
                                    Locale.ROOT, plain ? "%." + digits + "f" : "%.1e", value)));
        }
        return ticks;
    }

    /** Powers of ten; between few of them 2 and 5 times each as well. */
    private List<Tick> logTicks(int most) {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int[] factors = last - first <= 3 ? new int[] {1, 2, 5} : new int[] {1};
        int stride = Math.max(1, (last - first) / Math.max(1, most));
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += stride) {
            for (int factor : factors) {
                double value = factor * Math.pow(10, exponent);
                if (value >= low && value <= high) {
                    ticks.add(new Tick(value, logLabel(factor, exponent)));
                }
            }
        }
        return ticks;
    }

    private static String logLabel(int factor, int exponent) {
        if (exponent < -3 || exponent > 4) {
            return factor + "e" + exponent;
        }
        return String.format(
                Locale.ROOT, "%." + Math.max(0, -exponent) + "f", factor * Math.pow(10, exponent));
    }
}

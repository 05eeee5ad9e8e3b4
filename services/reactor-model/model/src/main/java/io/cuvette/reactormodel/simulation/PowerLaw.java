package io.cuvette.reactormodel.simulation;

/**
 * C^n of a reaction, and its slope.
 *
 * <p>Where a reactor is physical, C^n of C at or below 0 is 0. For n below 1 it goes straight
 * through 0 from 1e-9 kmol/m3 on, since its slope would not be finite.
 */
final class PowerLaw {
    /** Below it, C^n of an order under 1 is a straight line. */
    static final double LINEAR_BELOW_KMOL_PER_M3 = 1e-9;

    private final double order;
    private final int wholeOrder;
    private final double lineSlope;
    private final boolean physical;

    /**
     * @param physical whether concentrations are never meant to be below 0
     */
    PowerLaw(double order, boolean physical) {
        this.order = order;
        this.physical = physical;
        wholeOrder = order == 1 || order == 2 || order == 3 ? (int) order : 0;
        lineSlope = StrictMath.pow(LINEAR_BELOW_KMOL_PER_M3, order - 1);
    }

    /** C^n. */
    double power(double c) {
        if (c <= 0 && physical) {
            return 0;
        }
        return switch (wholeOrder) {
            case 1 -> c;
            case 2 -> c * c;
            case 3 -> c * c * c;
            default -> fractionalPower(c);
        };
    }

    /** The slope of C^n, given its value; at 0 towards larger C. */
    double slope(double c, double power) {
        if (c < 0 && physical) {
            return 0;
        }
        return switch (wholeOrder) {
            case 1 -> 1;
            case 2 -> 2 * c;
            case 3 -> 3 * c * c;
            default -> onLine(c) ? lineSlope : c <= 0 ? 0 : order * power / c;
        };
    }

    private double fractionalPower(double c) {
        if (c <= 0) {
            return 0;
        }
        return onLine(c) ? c * lineSlope : Exponential.exp(order * Logarithm.log(c));
    }

    private boolean onLine(double c) {
        return c < LINEAR_BELOW_KMOL_PER_M3 && order < 1;
    }
}

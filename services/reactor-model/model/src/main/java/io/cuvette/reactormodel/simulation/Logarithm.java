package io.cuvette.reactormodel.simulation;

/**
 * ln x within 1 unit in the last place of {@link StrictMath#log}, with the same bits on every
 * machine. That leaves Java for each number, which was most of the work of following a reaction of
 * a fractional order.
 *
 * <p>x = 2^k (1 + f) with 1 + f between the square roots of 1/2 and 2. With s = f / (2 + f), ln (1
 * + f) = 2 atanh s = f - f^2/2 + s (f^2/2 + R), R by the minimax polynomial in s^2 of fdlibm's
 * e_log.c (Sun Microsystems, 1993), whose error is below 2^-58.
 */
final class Logarithm {
    private static final double LN_2_HIGH = 0x1.62e42feep-1;
    private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;

    private static final double R1 = 0.6666666666666735;
    private static final double R2 = 0.3999999999940942;
    private static final double R3 = 0.2857142874366239;
    private static final double R4 = 0.22222198432149784;
    private static final double R5 = 0.1818357216161805;
    private static final double R6 = 0.15313837699209373;
    private static final double R7 = 0.14798198605116586;

    /** Exponent and first bits of the square root of 1/2. */
    private static final long ROOT_OF_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));

    private static final long EXPONENT = 0xfffL << 52;

    private Logarithm() {}

    static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return StrictMath.log(x);
        }
        long bits = Double.doubleToRawLongBits(x);
        long exponent = (bits - ROOT_OF_HALF) & EXPONENT;
        double k = exponent >> 52;
        double f = Double.longBitsToDouble(bits - exponent) - 1;
        double s = f / (2 + f);
        double z = s * s;
        double w = z * z;
        double r = z * (R1 + w * (R3 + w * (R5 + w * R7))) + w * (R2 + w * (R4 + w * R6));
        double half = 0.5 * f * f;
        return k * LN_2_HIGH - ((half - (s * (half + r) + k * LN_2_LOW)) - f);
    }
}

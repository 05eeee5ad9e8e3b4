package io.cuvette.reactormodel.estimation;

/**
 * How finely values were read: the largest power of ten, up to 1, that all of them are whole
 * multiples of, up to an offset that they have in common (degrees Celsius become K by one). Values
 * that are all the same are taken as written in K or C, whichever is coarser. A value that is read
 * to a step q is wrong by up to q / 2, with a standard deviation of q / sqrt(12).
 *
 * <p>What it does not see: steps that are no power of ten (0.5 K, binary ones of a converter or of
 * floats of 32 bits), and those of readings of which some are finer or of another offset. A
 * concentration of exactly 0 counts as read like the others, although it may only say that it was
 * below what can be detected.
 */
final class Resolution {
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final double ICE_POINT_K = 273.15;

    /** Errors of one reading and of the difference of two, in units of the last place. */
    private static final double ROUNDING = 4;

    private Resolution() {}

    /**
     * @param readings at least one, none NaN
     * @return the step in kmol/m3; 0 when the readings have more than nine decimals
     */
    static double ofConcentrations(double[] readings) {
        return isConstant(readings) ? step(readings, 0) : step(readings, readings[0]);
    }

    /** The same of temperatures, in K. */
    static double ofTemperatures(double[] readings) {
        return isConstant(readings)
                ? Math.max(step(readings, 0), step(readings, ICE_POINT_K))
                : step(readings, readings[0]);
    }

    private static boolean isConstant(double[] readings) {
        for (double reading : readings) {
            if (Math.abs(reading - readings[0]) > ROUNDING * Math.ulp(readings[0])) {
                return false;
            }
        }
        return true;
    }

    private static double step(double[] readings, double offset) {
        double largest = Math.abs(offset);
        for (double reading : readings) {
            largest = Math.max(largest, Math.abs(reading));
        }
        for (double steps : POWERS_OF_TEN) {
            double allowed = ROUNDING * Math.ulp(largest) * steps;
            boolean whole = true;
            for (double reading : readings) {
                double count = (reading - offset) * steps;
                whole &= Math.abs(count - Math.rint(count)) <= allowed;
            }
            if (whole) {
                return 1 / steps;
            }
        }
        return 0;
    }
}

package io.cuvette.batchcorrection.umap;

import java.util.function.DoubleUnaryOperator;

/**
 * A smooth positive function of a squared distance, tabled at 128 points an octave with straight
 * lines between: powers are most of a layout's time. Within 1e-4 of the function, the sampling of
 * edges is far coarser; outside the table it is the function itself.
 */
final class Force {
    private static final int MANTISSA_BITS = 52;
    private static final int POINT_BITS = 7;
    private static final int SHIFT = MANTISSA_BITS - POINT_BITS;
    private static final double LEAST = 0x1p-30;
    private static final double GREATEST = 0x1p20;

    /** The place of the least in the bit patterns of doubles, which rise with their values. */
    private static final long FIRST = Double.doubleToRawLongBits(LEAST) >>> SHIFT;

    private static final int POINTS =
            (int) ((Double.doubleToRawLongBits(GREATEST) >>> SHIFT) - FIRST) + 1;
    private static final long REST = (1L << SHIFT) - 1;
    private static final double REST_SCALE = 1.0 / (1L << SHIFT);

    private final DoubleUnaryOperator function;
    private final double[] values = new double[POINTS];

    Force(DoubleUnaryOperator function) {
        this.function = function;
        for (int point = 0; point < POINTS; point++) {
            double squared = Double.longBitsToDouble((FIRST + point) << SHIFT);
            values[point] = function.applyAsDouble(squared);
        }
    }

    /** Pull along an edge: 2ab d^(2b - 2) / (1 + a d^(2b)). */
    static Force attraction(Curve curve) {
        return new Force(
                squared -> {
                    double power = Math.pow(squared, curve.b());
                    return 2 * curve.a() * curve.b() * power / squared / (curve.a() * power + 1);
                });
    }

    /** Push between cells without an edge: 2b / ((softening + d^2) (1 + a d^(2b))). */
    static Force repulsion(Curve curve, double softening) {
        return new Force(
                squared ->
                        2
                                * curve.b()
                                / ((softening + squared)
                                        * (curve.a() * Math.pow(squared, curve.b()) + 1)));
    }

    /**
     * @param squared distance, above 0
     */
    double at(double squared) {
        if (!(squared >= LEAST && squared < GREATEST)) {
            return function.applyAsDouble(squared);
        }
        long bits = Double.doubleToRawLongBits(squared);
        int point = (int) ((bits >>> SHIFT) - FIRST);
        double rest = (bits & REST) * REST_SCALE;
        return values[point] + rest * (values[point + 1] - values[point]);
    }
}

package io.cuvette.service.inference;

import java.util.OptionalLong;

/** Looks for NaN and infinities. */
public final class FiniteValues {

    private static final int HALF_EXPONENT = 0x7c00;

    private FiniteValues() {}

    /** Flat index of the first element that is NaN or infinite. */
    public static OptionalLong firstNonFinite(Tensor tensor) {
        if (tensor.data() instanceof TensorData.Floats floats) {
            float[] values = floats.values();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    return OptionalLong.of(i);
                }
            }
        } else if (tensor.data() instanceof TensorData.Doubles doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    return OptionalLong.of(i);
                }
            }
        } else if (tensor.datatype() == Datatype.FP16
                && tensor.data() instanceof TensorData.Int16s halves) {
            short[] bits = halves.values();
            for (int i = 0; i < bits.length; i++) {
                if ((bits[i] & HALF_EXPONENT) == HALF_EXPONENT) {
                    return OptionalLong.of(i);
                }
            }
        }
        return OptionalLong.empty();
    }
}

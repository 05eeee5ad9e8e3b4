package io.cuvette.service.inference;

/**
 * IEEE 754 binary16, the element type FP16 (Java gets its own conversion in release 20, after the
 * level of this library).
 */
public final class HalfPrecision {

    private static final int SIGN_HALF = 0x8000;
    private static final int EXPONENT_HALF = 0x7c00;
    private static final int MANTISSA_HALF = 0x03ff;
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

    private HalfPrecision() {}

    /** The value of half-precision bits; exact. */
    public static float toFloat(short bits) {
        int mantissa = bits & MANTISSA_HALF;
        int exponent = bits & EXPONENT_HALF;
        float magnitude;
        if (exponent == EXPONENT_HALF) {
            magnitude = Float.intBitsToFloat(0x7f80_0000 | mantissa << 13);
        } else if (exponent == 0) {
            magnitude = mantissa * SMALLEST_SUBNORMAL;
        } else {
            // the exponents' biases are 127 and 15
            magnitude = Float.intBitsToFloat(((exponent >> 10) + 112) << 23 | mantissa << 13);
        }
        return (bits & SIGN_HALF) == 0 ? magnitude : -magnitude;
    }

    /** The nearest half, ties to even; beyond 65504 it is infinite. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & SIGN_HALF;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | EXPONENT_HALF);
        }
        if (magnitude < 0x1p-14f) {
            // a subnormal counts units of 2^-24; rint rounds ties to even
            return (short) (sign | (int) Math.rint(magnitude / SMALLEST_SUBNORMAL));
        }
        int rebiased = (bits & 0x7fff_ffff) - (112 << 23);
        int rounded = rebiased + 0x0fff + (rebiased >>> 13 & 1);
        return (short) (sign | rounded >>> 13);
    }

    /** The values of an FP16 tensor; exact. */
    public static float[] toFloats(Tensor tensor) {
        if (tensor.datatype() != Datatype.FP16
                || !(tensor.data() instanceof TensorData.Int16s halves)) {
            throw new IllegalStateException(
                    "tensor '" + tensor.name() + "' is " + tensor.datatype() + ", not FP16");
        }
        float[] values = new float[halves.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = toFloat(halves.values()[i]);
        }
        return values;
    }
}

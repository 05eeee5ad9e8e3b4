package io.cuvette.data;

/** IEEE 754 binary16; {@code Float.float16ToFloat} exists from JDK 20 on. */
public final class HalfPrecision {

    private HalfPrecision() {}

    /** The value of half-precision bits; exact. */
    public static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            // subnormal, in units of 2^-24
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        // the exponents' biases are 15 and 127; 31 means infinite or not a number
        int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }
}

package io.cuvette.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    @Test
    void everyBitPatternHasTheValueOfTheStandardsFormula() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude =
                    exponent == 31
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : exponent == 0
                                    ? fraction * Math.pow(2, -24)
                                    : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;

            // as objects, so that -0 differs from 0 and NaN equals NaN
            Object actual = (double) HalfPrecision.toFloat((short) bits);
            assertThat(actual).as("0x%04x", bits).isEqualTo((Object) expected);
        }
    }
}

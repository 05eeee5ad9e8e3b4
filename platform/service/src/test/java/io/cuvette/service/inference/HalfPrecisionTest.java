package io.cuvette.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {

    @Test
    void everyHalfThatIsANumberComesBackFromItsFloat() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = HalfPrecision.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfPrecision.fromFloat(value)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(Float.NaN))).isNaN();
    }

    /** Values of numpy: {@code np.float32(x).astype(np.float16).view(np.uint16)}. */
    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "-2.0, c000",
        "0.1, 2e66",
        "65504, 7bff",
        "65519.996, 7bff",
        "65520, 7c00",
        "6.103515625e-05, 0400",
        "5.9604645e-08, 0001",
        "2.9802322e-08, 0000",
        "2.9802326e-08, 0001",
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        "-0.0, 8000"
    })
    void roundsToTheNearestHalfTiesToEven(float value, String bits) {
        assertThat(
                        Integer.toHexString(
                                0x10000 + Short.toUnsignedInt(HalfPrecision.fromFloat(value))))
                .isEqualTo("1" + bits);
    }
}

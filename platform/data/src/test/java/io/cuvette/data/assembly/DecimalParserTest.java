package io.cuvette.data.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {

    @Test
    void agreesWithTheJdkBitForBit() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String text =
                    switch (i % 5) {
                        case 0 -> Integer.toString(random.nextInt());
                        case 1 -> Double.toString(random.nextDouble());
                        case 2 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                        case 3 -> random.nextLong() + "." + (random.nextLong() >>> 1);
                        default -> "%.6f".formatted(random.nextGaussian() * 1000);
                    };
            if (text.equals("NaN")) {
                continue;
            }
            assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
        assertThat(parse("-0")).isEqualTo(-0.0);
        assertThat(parse("+.5")).isEqualTo(0.5);
        assertThat(parse("5.")).isEqualTo(5);
        assertThat(parse("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(parse("infinity")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "1.2.3", "0x1p3", "1f", "1 2", "1e", "one", "--1", "1,5"})
    void whatIsNoNumberIsNan(String text) {
        assertThat(parse(text)).isNaN();
    }

    @Test
    void absurdlyLongDigitsAreNoNumber() {
        assertThat(parse("1".repeat(65))).isNaN();
        assertThat(parse("1".repeat(64))).isEqualTo(Double.parseDouble("1".repeat(64)));
    }

    private static double parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return DecimalParser.parse(bytes, 0, bytes.length);
    }
}

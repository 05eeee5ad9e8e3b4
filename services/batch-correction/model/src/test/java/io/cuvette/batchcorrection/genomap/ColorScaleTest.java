package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorScaleTest {

    /** Rows of matplotlib's table of 256 colours, times 255. */
    @ParameterizedTest
    @CsvSource({
        "0, 68, 1, 84",
        "75, 53, 94, 141",
        "150, 33, 165, 133",
        "213, 144, 215, 67",
        "230, 189, 223, 38",
        "243, 223, 227, 24",
        "255, 253, 231, 37"
    })
    void coloursAreMatplotlibs(int index, int red, int green, int blue) {
        int rgb = new ColorScale(-2, 6).rgb(-2 + 8 * index / 255.0);

        assertThat((double) (rgb >> 16)).isCloseTo(red, within(4.0));
        assertThat((double) ((rgb >> 8) & 0xFF)).isCloseTo(green, within(4.0));
        assertThat((double) (rgb & 0xFF)).isCloseTo(blue, within(4.0));
    }

    @Test
    void valuesBeyondTheScaleHaveTheColourOfItsEnd() {
        ColorScale scale = new ColorScale(-1, 2);

        assertThat(scale.rgb(-5)).isEqualTo(0x440154);
        assertThat(scale.rgb(2)).isEqualTo(0xFDE725);
        assertThat(scale.rgb(99)).isEqualTo(0xFDE725);
    }

    @Test
    void percentilesAreThe1stAndThe98th() {
        float[] values = new float[101];
        for (int k = 0; k < values.length; k++) {
            values[k] = 100 - k;
        }

        ColorScale scale = ColorScale.ofPercentiles(values);

        assertThat(scale.low()).isCloseTo(1, within(1e-12));
        assertThat(scale.high()).isCloseTo(98, within(1e-12));
    }

    @Test
    void oneValueAloneStillHasAScale() {
        ColorScale scale = ColorScale.ofPercentiles(new float[] {3, 3, 3});

        assertThat(scale.low()).isLessThan(3);
        assertThat(scale.high()).isGreaterThan(3);
    }

    @Test
    void emptyScalesAreRejected() {
        assertThatThrownBy(() -> new ColorScale(2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("low must be less than high");
        assertThatThrownBy(() -> new ColorScale(Double.NaN, 2))
                .hasMessageContaining("finite, got NaN and 2.0");
    }
}

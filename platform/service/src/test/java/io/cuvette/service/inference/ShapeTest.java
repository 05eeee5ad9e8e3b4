package io.cuvette.service.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void countsElementsAndRefusesAProductBeyond63Bits() {
        assertThat(Shape.of().elementCount()).isEqualTo(1);
        assertThat(Shape.of(3, 4).elementCount()).isEqualTo(12);
        assertThat(Shape.of(0, Long.MAX_VALUE, 2).elementCount()).isZero();
        assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 31).elementCount())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Shape.of(-1, 2).elementCount())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void matchesAPatternOfTheSameRankWithItsFixedDimensions() {
        assertThat(Shape.of(7, 3).matches(Shape.of(-1, 3))).isTrue();
        assertThat(Shape.of(7, 4).matches(Shape.of(-1, 3))).isFalse();
        assertThat(Shape.of(7).matches(Shape.of(-1, 3))).isFalse();
    }

    @Test
    void refusesNegativeAndTooManyDimensions() {
        assertThatThrownBy(() -> Shape.of(-2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shape.of(new long[Shape.MAX_RANK + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

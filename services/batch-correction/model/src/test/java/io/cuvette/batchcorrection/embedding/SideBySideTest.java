package io.cuvette.batchcorrection.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private final Embedding one = new Embedding(3, 1, new double[] {1, 2, 3});
    private final Embedding two = new Embedding(3, 2, new double[] {10, 11, 20, 21, 30, 31});

    @Test
    void columnsOfAllPartsStandInOrder() {
        SideBySide both = new SideBySide(List.of(one, two));

        assertThat(both.dimensions()).isEqualTo(3);
        assertThat(both.cells()).isEqualTo(3);
        assertThat(both.select(new int[] {2, 0}).values()).containsExactly(3, 30, 31, 1, 10, 11);
        assertThat(both.isFinite()).isTrue();
    }

    @Test
    void aPartThatIsNotFiniteMakesTheWholeSo() {
        Embedding broken = new Embedding(3, 1, new double[] {1, Double.NaN, 3});

        assertThat(new SideBySide(List.of(one, broken)).isFinite()).isFalse();
    }

    @Test
    void partsOfOtherCellsAreRefused() {
        Embedding fewer = new Embedding(2, 1, new double[] {1, 2});

        assertThatThrownBy(() -> new SideBySide(List.of(one, fewer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 and 2 cells");
    }
}

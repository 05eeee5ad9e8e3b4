package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PixelGridTest {

    @Test
    void coordinatesAreCentred() {
        PixelGrid grid = new PixelGrid(3, 4);

        assertThat(IntStream.range(0, 4).map(grid::x)).containsExactly(-2, -1, 0, 1);
        assertThat(IntStream.of(0, 4, 8).map(grid::y)).containsExactly(-1, 0, 1);
        assertThat(grid.squaredRadius(0)).isEqualTo(5);
        assertThat(grid.distance(0, 11)).isEqualTo(Math.sqrt(13));
    }

    @Test
    void neighboursTouchAtCornersAndNotAroundTheEdge() {
        PixelGrid grid = new PixelGrid(3, 3);

        assertThat(IntStream.range(0, 9).filter(k -> grid.touch(4, k)).count()).isEqualTo(8);
        assertThat(IntStream.range(0, 9).filter(k -> grid.touch(2, k))).containsExactly(1, 4, 5);
    }

    @Test
    void the54GridOfThePaperHas337RingsOfAtMost24Pixels() {
        Sites rings = Sites.of(LayoutKind.RADIAL, new PixelGrid(54, 54), 2_916);

        assertThat(rings.count()).isEqualTo(337);
        assertThat(Arrays.stream(rings.capacities()).max()).hasValue(24);
        assertThat(Arrays.stream(rings.capacities()).sum()).isEqualTo(2_916);
    }

    @Test
    void theSmallestSquareThatHoldsTheGenesIsTaken() {
        assertThat(PixelGrid.forGenes(4)).isEqualTo(new PixelGrid(2, 2));
        assertThat(PixelGrid.forGenes(2_916)).isEqualTo(new PixelGrid(54, 54));
        assertThat(PixelGrid.forGenes(2_917)).isEqualTo(new PixelGrid(55, 55));
        assertThatThrownBy(() -> PixelGrid.forGenes(4_097)).hasMessageContaining("got 4,097");
    }

    @Test
    void sidesAreBounded() {
        assertThatThrownBy(() -> new PixelGrid(65, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grid: sides are 1 to 64 pixels, got 65 x 10");
        assertThatThrownBy(() -> new PixelGrid(10, 0)).hasMessageContaining("got 10 x 0");
    }
}

package io.cuvette.batchcorrection.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CellTilesTest {

    @Test
    void distancesAreThoseOfCellByCellWhateverTheShape() {
        for (int cells : new int[] {1, 63, 64, 65, 130}) {
            for (int dimensions : new int[] {1, 3, 4, 50}) {
                Embedding x =
                        new Embedding(
                                cells,
                                dimensions,
                                new Random(cells).doubles((long) cells * dimensions).toArray());
                CellTiles tiles = new CellTiles(x);
                double[] distances = new double[CellTiles.WIDTH];
                int seen = 0;
                for (int tile = 0; tile < tiles.count(); tile++) {
                    tiles.squaredDistances(x, cells - 1, tile, distances);
                    for (int cell = tiles.start(tile); cell < tiles.end(tile); cell++) {
                        assertThat(distances[cell - tiles.start(tile)])
                                .isCloseTo(x.squaredDistance(cells - 1, cell), within(1e-13));
                        seen++;
                    }
                }
                assertThat(seen).isEqualTo(cells);
            }
        }
    }
}

package io.cuvette.batchcorrection.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNeighborsTest {

    @Test
    void equalsSortingAllDistancesWithTiesByIndex() {
        // a grid of few values makes many equal distances and duplicates
        Random random = new Random(3);
        double[] values = IntStream.range(0, 700 * 3).mapToDouble(i -> random.nextInt(4)).toArray();
        Embedding points = new Embedding(700, 3, values);
        NearestNeighbors neighbors = NearestNeighbors.search(points, 25);
        for (int cell = 0; cell < 700; cell++) {
            int query = cell;
            int[] expected =
                    IntStream.range(0, 700)
                            .filter(other -> other != query)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble(
                                                    (Integer other) ->
                                                            points.squaredDistance(query, other))
                                            .thenComparing(Comparator.naturalOrder()))
                            .mapToInt(Integer::intValue)
                            .limit(25)
                            .toArray();
            for (int rank = 0; rank < 25; rank++) {
                assertThat(neighbors.index(cell, rank)).isEqualTo(expected[rank]);
                assertThat(neighbors.distance(cell, rank))
                        .isCloseTo(
                                Math.sqrt(points.squaredDistance(cell, expected[rank])),
                                within(1e-12));
            }
        }
    }

    @Test
    void fewCellsHaveFewNeighbors() {
        Embedding points = new Embedding(3, 1, new double[] {0, 1, 5});
        NearestNeighbors neighbors = NearestNeighbors.search(points, 90);
        assertThat(neighbors.count()).isEqualTo(2);
        assertThat(neighbors.indices()).containsExactly(1, 2, 0, 2, 1, 0);
        assertThat(neighbors.distances()).containsExactly(1, 5, 1, 4, 4, 5);
    }
}

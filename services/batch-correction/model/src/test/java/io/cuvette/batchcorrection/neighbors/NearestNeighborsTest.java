package io.cuvette.batchcorrection.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNeighborsTest {

    @Test
    void equalsSortingAllDistancesWithTiesByIndex() {
        // a grid of few values makes many equal distances and duplicates
        Random random = new Random(3);
        double[] values = IntStream.range(0, 700 * 3).mapToDouble(i -> random.nextInt(4)).toArray();
        assertEqualsSorting(new Embedding(700, 3, values), 25);
    }

    /** Distances that differ by less than floats do, far from the origin, tiny and huge. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1e-9, 1", "1, 1e6", "1e-4, 1e4", "1e-30, 0", "1e-170, 0", "1e140, 0"})
    void isExactWhateverTheScaleAndThePlace(double spread, double place) {
        Random random = new Random(5);
        double[] values =
                IntStream.range(0, 300 * 7)
                        .mapToDouble(i -> place + spread * random.nextGaussian())
                        .toArray();

        assertEqualsSorting(new Embedding(300, 7, values), 20);
    }

    /** One cell far away sets the scale, beside which all others are next to nothing. */
    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e8, 1e30})
    void isExactBesideAnOutlier(double outlier) {
        Random random = new Random(6);
        double[] values = random.doubles(300 * 5, -1, 1).toArray();
        values[4] = outlier;

        assertEqualsSorting(new Embedding(300, 5, values), 10);
    }

    /** Lists that hold few, as many as a tile has, and all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40, 700, 2_400})
    void isExactOverManyTiles(int count) {
        Random random = new Random(7);
        double[] values = random.doubles(2_401 * 6, -1, 1).toArray();

        assertEqualsSorting(new Embedding(2_401, 6, values), count, 48);
    }

    /** Bounds do not tell cells of a few places apart, nor those beside which one is far away. */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "3, 1e6", "1000000, 1e3", "1000000, 1e9"})
    void isExactWhereBoundsTellNothing(int places, double outlier) {
        Random random = new Random(8);
        double[] values =
                IntStream.range(0, 2_500 * 2)
                        .mapToDouble(i -> random.nextInt(places) / (double) places)
                        .toArray();
        values[1] += outlier;

        assertEqualsSorting(new Embedding(2_500, 2, values), 12, 50);
    }

    /** Squares of these overflow, so all cells are equally far: they come by index. */
    @Test
    void valuesWhoseSquaresOverflowComeByIndex() {
        Embedding points = new Embedding(3, 1, new double[] {1.7e308, -1.7e308, 1e308});
        NearestNeighbors neighbors = NearestNeighbors.search(points, 2);
        assertThat(neighbors.indices()).containsExactly(1, 2, 0, 2, 0, 1);
        assertThat(neighbors.distances()).containsOnly(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesValuesThatAreNotFinite(double bad) {
        Embedding points = new Embedding(3, 1, new double[] {0, bad, 5});
        assertThatThrownBy(() -> NearestNeighbors.search(points, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }

    private static void assertEqualsSorting(Embedding points, int count) {
        assertEqualsSorting(points, count, 1);
    }

    /**
     * @param step every so many cells are looked at
     */
    private static void assertEqualsSorting(Embedding points, int count, int step) {
        NearestNeighbors neighbors = NearestNeighbors.search(points, count);
        for (int cell = 0; cell < points.cells(); cell += step) {
            int query = cell;
            int[] expected =
                    IntStream.range(0, points.cells())
                            .filter(other -> other != query)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble(
                                                    (Integer other) ->
                                                            points.squaredDistance(query, other))
                                            .thenComparing(Comparator.naturalOrder()))
                            .mapToInt(Integer::intValue)
                            .limit(count)
                            .toArray();
            for (int rank = 0; rank < count; rank++) {
                assertThat(neighbors.index(cell, rank)).isEqualTo(expected[rank]);
                assertThat(neighbors.distance(cell, rank))
                        .isEqualTo(Math.sqrt(points.squaredDistance(cell, expected[rank])));
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

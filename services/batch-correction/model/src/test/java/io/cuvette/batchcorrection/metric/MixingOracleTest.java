package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.Oracle;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against all-pairs computations with NumPy, SciPy and umap-learn (make_metric_oracles.py). */
class MixingOracleTest {

    static Stream<JsonNode> sets() {
        return StreamSupport.stream(Oracle.read("mixing.json").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void brasEqualsAllPairs(JsonNode set) {
        assertThat(Bras.score(points(set), batches(set), labels(set)).orElseThrow())
                .isCloseTo(set.get("bras").asDouble(), withinPercentage(1e-7));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void sbeeEqualsAllPairs(JsonNode set) {
        NearestNeighbors neighbors = NearestNeighbors.search(points(set), 89);
        assertThat(Sbee.score(points(set), neighbors, batches(set), labels(set)))
                .isCloseTo(set.get("sbee").asDouble(), withinPercentage(1e-7));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void kbetOnDiffusionDistancesEqualsTheFullDecomposition(JsonNode set) {
        NearestNeighbors neighbors = NearestNeighbors.search(points(set), 49);
        // umap-learn's single-precision weights may change a neighbour at the rim: one cell in 100
        assertThat(KbetDiffusion.score(neighbors, batches(set), labels(set)).orElseThrow())
                .isCloseTo(set.get("kbet").asDouble(), within(0.01));
    }

    @Test
    void brasSeesBatchesThatAreMixedInPairsOnly() {
        // batches 0 and 1 lie in one direction, 2 and 3 in another, all of one label
        int cells = 80;
        double[] x = new double[2 * cells];
        int[] batches = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            batches[cell] = cell % 4;
            double angle = (batches[cell] < 2 ? 0 : Math.PI / 2) + 0.01 * Math.floorDiv(cell, 4);
            x[2 * cell] = Math.cos(angle);
            x[2 * cell + 1] = Math.sin(angle);
        }
        Embedding points = new Embedding(cells, 2, x);
        int[] one = new int[cells];
        assertThat(Silhouette.batchWithinLabels(points, batches, one).orElseThrow())
                .isGreaterThan(0.9);
        assertThat(Bras.score(points, batches, one).orElseThrow()).isLessThan(0.1);
    }

    @Test
    void brasOfPointsWithoutDirectionOrDistanceIsDefined() {
        Embedding same = new Embedding(4, 2, new double[] {3, 4, 3, 4, 3, 4, 3, 4});
        assertThat(Bras.score(same, new int[] {0, 1, 0, 1}, new int[4])).hasValue(1);
        Embedding origin = new Embedding(4, 2, new double[8]);
        assertThat(Bras.score(origin, new int[] {0, 1, 0, 1}, new int[4])).hasValue(1);
        // the scale of a cell does not matter, however small or large
        Embedding extremes =
                new Embedding(4, 2, new double[] {1e-200, 0, 0, 1e-200, 1e200, 0, 0, 1e200});
        Embedding units = new Embedding(4, 2, new double[] {1, 0, 0, 1, 1, 0, 0, 1});
        int[] batches = {0, 0, 0, 1};
        assertThat(Bras.score(extremes, batches, new int[4]))
                .isEqualTo(Bras.score(units, batches, new int[4]));
        assertThat(Bras.score(same, new int[] {0, 1, 2, 3}, new int[4])).isEmpty();
        assertThat(Bras.score(same, new int[4], new int[4])).isEmpty();
    }

    @Test
    void jensenShannonDistanceIsOneForDisjointShares() {
        assertThat(Sbee.jensenShannon(new double[] {1, 0}, new double[] {0, 1}))
                .isCloseTo(1, within(1e-15));
        assertThat(Sbee.jensenShannon(new double[] {.3, .7}, new double[] {.3, .7})).isZero();
    }

    @Test
    void explainedShareIsOneLessTheRatioToTheMean() {
        assertThat(Reconstruction.explainedShare(0.00188, 0.00453)).isCloseTo(.585, within(.001));
        assertThat(Reconstruction.explainedShare(2, 1)).isEqualTo(-1);
        assertThatThrownBy(() -> Reconstruction.explainedShare(1, 0))
                .hasMessageContaining("some gene must vary");
    }

    private static Embedding points(JsonNode set) {
        return Oracle.points(set.get("x"));
    }

    private static int[] batches(JsonNode set) {
        return Oracle.integers(set.get("batches"));
    }

    private static int[] labels(JsonNode set) {
        return Oracle.integers(set.get("labels"));
    }
}

package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeidenClustersTest {
    private static final int CELLS = 600;
    private static final int[] LABELS = IntStream.range(0, CELLS).map(i -> i % 3).toArray();

    private static NearestNeighbors neighbors(double distance) {
        Random random = new Random(5);
        double[] values = new double[CELLS * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + (i % 3 == LABELS[i / 3] ? distance : 0);
        }
        return NearestNeighbors.search(new Embedding(CELLS, 3, values), 14);
    }

    @Test
    void findsGroupsThatAreApartAndRepeatsWithItsSeed() {
        LeidenClusters clusters = LeidenClusters.of(neighbors(30), 1);
        assertThat(clusters.clusterings()).hasSize(10);
        // at the lowest resolution the three groups stay whole
        assertThat(PartitionAgreement.adjustedRandIndex(LABELS, clusters.clusterings().get(0)))
                .isEqualTo(1);
        LeidenClusters.Agreement best = clusters.bestAgreement(LABELS);
        assertThat(best.mutualInformation()).isCloseTo(1, within(1e-12));
        assertThat(best.adjustedRand()).isEqualTo(1);
        List<int[]> again = LeidenClusters.of(neighbors(30), 1).clusterings();
        for (int r = 0; r < 10; r++) {
            assertThat(again.get(r)).isEqualTo(clusters.clusterings().get(r));
        }
    }

    @Test
    void higherResolutionsGiveMoreClusters() {
        List<int[]> clusterings = LeidenClusters.of(neighbors(2), 1).clusterings();
        int few = Groups.occupied(clusterings.get(0));
        int many = Groups.occupied(clusterings.get(9));
        assertThat(few).isLessThan(many);
        // modularity at resolution 1 of a graph of 600 cells; the raw Potts model would give 600
        assertThat(Groups.occupied(clusterings.get(4))).isBetween(3, 25);
    }

    @Test
    void isolatedLabelsTakeTheBestClusterOfEachLabelInTheFewestBatches() {
        LeidenClusters clusters = LeidenClusters.of(neighbors(30), 1);
        // label 0 lies in one batch, the others in two
        int[] batches = IntStream.range(0, CELLS).map(i -> i % 3 == 0 ? 0 : i % 2).toArray();
        assertThat(clusters.isolatedLabels(batches, LABELS)).isEqualTo(1);
        // half of each group's cells: F1 = 2 * 100 / (100 + 200)
        int[] halves = IntStream.range(0, CELLS).map(i -> i % 3 + 3 * (i / 3 % 2)).toArray();
        int[] smallest = clusters.clusterings().get(0);
        assertThat(Groups.occupied(smallest)).isEqualTo(3);
        assertThat(clusters.isolatedLabels(new int[CELLS], halves)).isBetween(2.0 / 3 - 1e-12, 1.0);
    }

    @Test
    void cellsThatCoincideAreClustered() {
        Embedding same = new Embedding(30, 2, new double[60]);
        LeidenClusters clusters = LeidenClusters.of(NearestNeighbors.search(same, 14), 1);
        assertThat(clusters.clusterings().get(9)).hasSize(30);
    }
}

package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Closed forms where no outside value is at hand. */
class NeighborhoodMetricTest {

    @Test
    void lisiOfEquallyFarNeighborsCountsGroupsByTheirShares() {
        // all cells coincide, so each other cell weighs the same
        int[] others = {1, 2, 3, 4, 0, 2, 3, 4, 0, 1, 3, 4, 0, 1, 2, 4, 0, 1, 2, 3};
        double[] lisi =
                Lisi.samples(
                        new NearestNeighbors(5, 4, others, new double[20]),
                        new int[] {0, 0, 0, 1, 1});
        assertThat(lisi[0]).isCloseTo(2, within(1e-12));
        assertThat(lisi[4]).isCloseTo(1 / (9 / 16.0 + 1 / 16.0), within(1e-12));
        assertThat(Lisi.scaledIntegration(new double[] {1, 2, 3, Double.NaN}, 5)).isEqualTo(0.25);
        assertThat(Lisi.scaledLabels(new double[] {1, 2, 3}, 5)).isEqualTo(0.75);
    }

    @Test
    void connectivityTakesTheLargestStronglyConnectedPartOfEachLabel() {
        // label 0: 0 <-> 1, and 2 -> 0 without a way back; label 1: 3 -> 4 -> 5 -> 3
        int[] next = {1, 0, 0, 4, 5, 3};
        NearestNeighbors neighbors =
                new NearestNeighbors(6, 1, next, new double[] {1, 1, 1, 1, 1, 1});
        assertThat(GraphConnectivity.score(neighbors, new int[] {0, 0, 0, 1, 1, 1}))
                .isCloseTo((2.0 / 3 + 1) / 2, within(1e-12));
        // edges that leave the label do not connect it
        assertThat(GraphConnectivity.score(neighbors, new int[] {0, 1, 0, 1, 0, 1}))
                .isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void connectivityFollowsPathsOfAnyLength() {
        int n = 50_000;
        int[] ring = IntStream.range(0, n).map(i -> (i + 1) % n).toArray();
        NearestNeighbors neighbors = new NearestNeighbors(n, 1, ring, new double[n]);
        assertThat(GraphConnectivity.score(neighbors, new int[n])).isEqualTo(1);
    }

    @Test
    void kbetAcceptsRandomBatchesAtItsLevelAndRejectsSeparatedOnes() {
        Embedding points = gaussian(1200, 5, 8);
        int[] labels = IntStream.range(0, 1200).map(i -> i / 600).toArray();
        int[] mixed = new Random(4).ints(1200, 0, 3).toArray();
        assertThat(Kbet.score(points, mixed, labels).orElseThrow()).isBetween(0.9, 1.0);
        for (int cell = 0; cell < 1200; cell++) {
            points.values()[cell * 5] += 20 * mixed[cell];
        }
        assertThat(Kbet.score(points, mixed, labels)).hasValue(0);
        assertThat(Kbet.score(points, labels, labels)).isEmpty();
    }

    @Test
    void kMeansFindsSeparatedClustersAndRepeatsWithItsSeed() {
        Embedding noise = gaussian(300, 2, 1);
        double[] values = noise.values();
        int[] truth = IntStream.range(0, 300).map(i -> i % 3).toArray();
        for (int cell = 0; cell < 300; cell++) {
            values[cell * 2] += 12 * truth[cell];
        }
        KMeans fit = KMeans.fit(noise, 3, 4, 9);
        assertThat(PartitionAgreement.adjustedRandIndex(truth, fit.codes())).isEqualTo(1);
        assertThat(KMeans.fit(noise, 3, 4, 9).codes()).isEqualTo(fit.codes());
        double within = 0;
        for (int cell = 0; cell < 300; cell++) {
            for (int other = 0; other < 300; other++) {
                if (truth[cell] == truth[other]) {
                    // sum of squares around the mean is the sum over pairs over twice the size
                    within += noise.squaredDistance(cell, other) / 200;
                }
            }
        }
        assertThat(fit.inertia()).isCloseTo(within, within(1e-8));
    }

    @Test
    void kMeansOfDuplicatesKeepsAllClustersApart() {
        Embedding points = new Embedding(6, 1, new double[] {0, 0, 0, 0, 0, 7});
        KMeans fit = KMeans.fit(points, 2, 3, 1);
        assertThat(fit.inertia()).isZero();
        assertThat(fit.codes()[5]).isNotEqualTo(fit.codes()[0]);
        assertThat(KMeans.fit(points, 4, 1, 1).inertia()).isZero();
    }

    @Test
    void isolatedLabelsAreThoseInTheFewestBatches() {
        double[] silhouettes = {1, 1, 0.5, -0.5, 0, 0};
        int[] labels = {0, 0, 1, 1, 2, 2};
        int[] batches = {0, 1, 0, 0, 1, 1};
        assertThat(Silhouette.isolatedLabels(silhouettes, batches, labels))
                .isCloseTo((0.5 + 0.5) / 2, within(1e-12));
    }

    private static Embedding gaussian(int cells, int dimensions, int seed) {
        Random random = new Random(seed);
        double[] values = new double[cells * dimensions];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return new Embedding(cells, dimensions, values);
    }
}

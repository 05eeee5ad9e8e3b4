package io.cuvette.training.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final double E = Math.E;

    private static LossReweighting reweighting(LossReweighting.Strategy strategy, int burnIn) {
        return new LossReweighting(new LossReweighting.Settings(strategy, 0.5, burnIn));
    }

    /** Weights by hand: scaled losses -1, -0.5, 0.5, 1; exponents f / 0.5. */
    @Test
    void lossWeightsAreTheClosedForms() {
        SampleSignals signals = SampleSignals.ofLosses(1, 2, 4, 5);
        double[] linear = {1, E, E * E, E * E};
        double[] quadratic = {1, Math.exp(1.5), Math.exp(1.5), 1};
        double[] extremes = {E * E, E, E, E * E};
        assertWeights(reweighting(LossReweighting.Strategy.LIN_UPPER, 0).select(signals), linear);
        assertWeights(
                reweighting(LossReweighting.Strategy.QUADRATIC, 0).select(signals), quadratic);
        assertWeights(reweighting(LossReweighting.Strategy.EXTREMES, 0).select(signals), extremes);
    }

    private static void assertWeights(Selected selected, double[] proportional) {
        double sum = Arrays.stream(proportional).sum();
        assertThat(selected.positions()).containsExactly(0, 1, 2, 3);
        for (int i = 0; i < 4; i++) {
            assertThat(selected.weights()[i]).isCloseTo(4 * proportional[i] / sum, within(1e-12));
        }
    }

    @Test
    void samplesWeighTheSameAtFirstAndWhereLossesAreEqual() {
        LossReweighting waiting = reweighting(LossReweighting.Strategy.LIN_UPPER, 2);
        SampleSignals signals = SampleSignals.ofLosses(0, 1);
        assertThat(waiting.select(signals).weights()).containsExactly(1, 1);
        assertThat(waiting.select(signals).weights()).containsExactly(1, 1);
        assertThat(waiting.select(signals).weights()[0]).isLessThan(1);
        assertThat(waiting.select(SampleSignals.ofLosses(3, 3)).weights()).containsExactly(1, 1);
    }

    private static Uds uds(int candidates, int rows, double diversity, int memory) {
        return new Uds(1, new Uds.Settings(candidates, rows, diversity, memory, 8, 128));
    }

    @Test
    void nuclearNormIsTheSumOfSingularValues() {
        assertThat(Uds.nuclearNorm(new double[][] {{3, 0}, {0, -4}})).isCloseTo(7, within(1e-12));
        // rank 1: the product of the two vectors' norms
        assertThat(Uds.nuclearNorm(new double[][] {{3, 4}, {6, 8}}))
                .isCloseTo(Math.sqrt(5) * 5, within(1e-12));
        assertThat(Uds.nuclearNorm(new double[][] {{3, 4}})).isEqualTo(5);
    }

    @Test
    void utilityPrefersOutputsOfManyDirections() {
        // of the same size, but one of rank 1
        double[][] outputs = {{1, 0, 1, 0}, {1, 0, 0, 1}};
        Selected selected =
                uds(2, 2, 0, 4).select(new SampleSignals(new double[2], outputs, new int[0]));
        assertThat(selected.positions()).containsExactly(1);
        assertThat(selected.weights()).containsExactly(1);
    }

    @Test
    void memoryPrefersWhatIsUnlikeTheLastOnes() {
        double[][] outputs = {{1, 0}, {0, 1}};
        SampleSignals alike = new SampleSignals(new double[2], outputs, new int[0]);
        Uds uds = uds(2, 1, 1, 1);
        assertThat(uds.select(alike).positions()).containsExactly(0);
        assertThat(uds.select(alike).positions()).containsExactly(1);
        assertThat(uds.select(alike).positions()).as("memory of one").containsExactly(0);
    }

    @Test
    void projectionsKeepDistancesOnAverage() {
        SignProjection projection = new SignProjection(3, 4, 16);
        RandomStream random = new RandomStream(5);
        double ratio = 0;
        for (int k = 0; k < 200; k++) {
            double[][] matrix = new double[6][40];
            double square = 0;
            for (double[] row : matrix) {
                Arrays.setAll(row, j -> random.nextGaussian());
                square += Arrays.stream(row).map(x -> x * x).sum();
            }
            double[] projected = projection.project(matrix);
            assertThat(projected).hasSize(64);
            ratio += Arrays.stream(projected).map(x -> x * x).sum() / square / 200;
        }
        assertThat(ratio).isCloseTo(1, within(0.1));
        assertThat(projection.project(new double[][] {{1, 2}})).containsExactly(1, 2);
    }

    private static Coreset coreset(int candidates, double smallBelow, boolean clusters) {
        return new Coreset(
                new Coreset.Settings(candidates, 0.9, 0.999, 1024, smallBelow, clusters));
    }

    /** Three groups of 5, 2 and 1 equal gradients, one medoid each. */
    @Test
    void medoidsStandForTheirClusters() {
        double[][] gradients = {{9}, {1}, {1}, {1}, {-2}, {1}, {1}, {-2}};
        SampleSignals signals = new SampleSignals(new double[8], gradients, new int[0]);
        double[] weights = new double[8];
        Medoids.select(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, gradients, 3, weights);
        assertThat(weights).containsExactly(1, 5, 0, 0, 2, 0, 0, 0);
        Selected selected = coreset(4, 0.5, true).select(signals);
        assertThat(selected.positions()).hasSize(2);
        assertThat(Arrays.stream(selected.weights()).sum()).isCloseTo(2, within(1e-12));
    }

    @Test
    void smallSourcesAreKeptWhole() {
        int[] sources = {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1};
        double[][] gradients = new double[12][];
        Arrays.setAll(gradients, i -> new double[] {i % 3, 1});
        SampleSignals signals = new SampleSignals(new double[12], gradients, sources);
        Selected kept = coreset(3, 0.5, false).select(signals);
        assertThat(kept.positions()).hasSize(4).contains(4, 11);
        assertThat(kept.weights()).containsOnly(1);
        assertThat(coreset(3, 0, false).select(signals).positions()).hasSize(4);
    }

    /** With beta 0 a normalised gradient is its sign; with history it is not. */
    @Test
    void gradientsAreNormalisedAsAdamDoes() {
        var signs = new Coreset.Settings(1, 0, 0, 1, 0, false);
        double[][] z =
                new NormalisedGradients(signs, 1, new double[2], new double[2])
                        .of(new double[][] {{0, 3}, {0, -0.1}});
        assertThat(z[0]).as("the coordinate that matters").hasSize(1);
        assertThat(z[0][0]).isCloseTo(1, within(1e-6));
        assertThat(z[1][0]).isCloseTo(-1, within(1e-6));
        var settings = new Coreset.Settings(1, 0.5, 0.5, 9, 0, false);
        double[][] second =
                new NormalisedGradients(settings, 2, new double[] {0.5}, new double[] {2})
                        .of(new double[][] {{2}});
        double m = (0.5 * 0.5 + 0.5 * 2) / 0.75;
        double v = (0.5 * 2 + 0.5 * 4) / 0.75;
        assertThat(second[0][0]).isCloseTo(m / Math.sqrt(v), within(1e-7));
    }

    private static Supplier<SampleSelection> named(String name) {
        return switch (name) {
            case "loss-reweighting" -> () -> reweighting(LossReweighting.Strategy.LIN_UPPER, 3);
            case "uds" -> () -> uds(2, 3, 0.5, 10);
            case "coreset" -> () -> coreset(2, 0.5, true);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static SampleSignals random(long seed) {
        RandomStream random = new RandomStream(seed);
        double[] losses = new double[14];
        double[][] vectors = new double[14][6];
        int[] sources = new int[14];
        for (int i = 0; i < 14; i++) {
            losses[i] = random.nextDouble();
            Arrays.setAll(vectors[i], j -> random.nextGaussian());
            sources[i] = Math.max(0, random.nextInt(8) - 5);
        }
        return new SampleSignals(losses, vectors, sources);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loss-reweighting", "uds", "coreset"})
    void restoredSelectionsGoOnToTheBit(String name) {
        SampleSelection straight = named(name).get();
        for (int step = 0; step < 5; step++) {
            straight.select(random(step));
        }
        SampleSelection resumed = named(name).get();
        resumed.restore(new MethodState(straight.save().values()));
        for (int step = 5; step < 12; step++) {
            Selected a = straight.select(random(step));
            Selected b = resumed.select(random(step));
            assertThat(b.positions()).isEqualTo(a.positions());
            assertThat(b.weights()).isEqualTo(a.weights());
            assertThat(Arrays.stream(a.weights()).sum())
                    .isCloseTo(a.positions().length, within(1e-9));
        }
    }

    @Test
    void badSignalsAreNamed() {
        assertThatThrownBy(() -> SampleSignals.ofLosses())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no samples");
        assertThatThrownBy(() -> SampleSignals.ofLosses(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loss of sample 1 is NaN");
        double[] two = new double[2];
        assertThatThrownBy(() -> new SampleSignals(two, new double[3][1], new int[0]))
                .hasMessageContaining("3 vectors for 2 samples");
        assertThatThrownBy(() -> new SampleSignals(two, new double[][] {{1}, {1, 2}}, new int[0]))
                .hasMessageContaining("sample 1 has 2 values, the first 1");
        assertThatThrownBy(
                        () -> new SampleSignals(two, new double[][] {{1}, {1 / 0.0}}, new int[0]))
                .hasMessageContaining("vector of sample 1 is not finite");
        assertThatThrownBy(() -> new SampleSignals(two, new double[0][], new int[] {0, -1}))
                .hasMessageContaining("source is negative");
        assertThatThrownBy(() -> uds(1, 1, 0, 1).select(SampleSignals.ofLosses(1)))
                .hasMessageContaining("needs of each sample: what the network gives");
        SampleSignals odd = new SampleSignals(two, new double[2][3], new int[0]);
        assertThatThrownBy(() -> uds(1, 2, 0, 1).select(odd)).hasMessageContaining("outputRows");
        Coreset coreset = coreset(1, 0.5, true);
        coreset.select(odd);
        SampleSignals other = new SampleSignals(two, new double[2][4], new int[0]);
        assertThatThrownBy(() -> coreset.select(other))
                .hasMessageContaining("gradients of 4 values after ones of 3");
        assertThatThrownBy(() -> uds(0, 1, 0, 1)).hasMessageContaining("candidates is 0");
    }
}

package io.cuvette.batchcorrection.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class HarmonyTest {
    private static final SimulatedBatches DATA = SimulatedBatches.of(1_500, 11, 4, 3, 2, 5);

    private static Harmony fit(SimulatedBatches data, HarmonySettings settings, long seed) {
        return Harmony.fit(data.cells(), data.batches(), data.batchCount(), settings, seed);
    }

    private static Harmony fit(long seed) {
        return fit(DATA, HarmonySettings.DEFAULT, seed);
    }

    @Test
    void batchesMeetWhereTheirTypesAreTheSame() {
        Harmony fit = fit(1);
        assertThat(DATA.distanceOfBatches(fit.corrected()))
                .isLessThan(0.15 * DATA.distanceOfBatches(DATA.cells()));
        assertThat(fit.objective()[fit.objective().length - 1]).isLessThan(fit.objective()[0]);
    }

    @Test
    void correctedCellsAreTheCellsLessTheirEffects() {
        Harmony fit = fit(2);
        HarmonyModel model = fit.model();
        for (int cell = 0; cell < DATA.cells().cells(); cell++) {
            for (int j = 0; j < 11; j++) {
                double expected = DATA.cells().get(cell, j);
                for (int c = 0; c < model.clusters(); c++) {
                    expected -=
                            fit.assignments().get(cell, c)
                                    * model.effect(c, DATA.batches()[cell], j);
                }
                assertThat(fit.corrected().get(cell, j)).isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void sharesOfACellSumToOne() {
        SoftAssignments assignments = fit(3).assignments();
        assertThat(assignments.clusters()).isEqualTo(50);
        for (int cell = 0; cell < assignments.cells(); cell++) {
            double sum = 0;
            for (int c = 0; c < assignments.clusters(); c++) {
                assertThat(assignments.get(cell, c)).isBetween(0f, 1f);
                sum += assignments.get(cell, c);
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void sameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        double[] expected = fit(4).corrected().values();
        for (int threads : new int[] {1, 4}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                Harmony fit = pool.submit(() -> fit(4)).get();
                assertThat(fit.corrected().values()).isEqualTo(expected);
            } finally {
                pool.shutdown();
            }
        }
        assertThat(fit(5).corrected().values()).isNotEqualTo(expected);
    }

    @Test
    void oneBatchStaysAsItIs() {
        int[] one = new int[DATA.cells().cells()];
        Harmony fit = Harmony.fit(DATA.cells(), one, 1, HarmonySettings.DEFAULT, 1);
        assertThat(fit.corrected().values()).isEqualTo(DATA.cells().values());
    }

    @Test
    void cellsWithoutBatchEffectHardlyMove() {
        SimulatedBatches same = SimulatedBatches.of(3_000, 10, 5, 3, 0, 8);
        Harmony fit = fit(same, HarmonySettings.DEFAULT.withClusters(10), 1);
        double moved = 0;
        for (int i = 0; i < same.cells().values().length; i++) {
            double difference = fit.corrected().values()[i] - same.cells().values()[i];
            moved += difference * difference / same.cells().values().length;
        }
        // cells of a type are 1 wide, and its batches have 200 each
        assertThat(Math.sqrt(moved)).isLessThan(0.12);
        assertThat(SimulatedBatches.leastCorrelation(fit.corrected(), same.cells()))
                .isGreaterThan(0.998);
    }

    @Test
    void thousandBatchesFitIntoTheMemoryThatIsAnnounced() {
        SimulatedBatches many = SimulatedBatches.of(20_000, 20, 6, 1_000, 1, 3);
        HarmonySettings brief =
                new HarmonySettings(2, 1, .1, HarmonySettings.AUTOMATIC, 0, .05, 2, 3, 1e-5, 1e-4);
        Harmony fit = fit(many, brief, 1);
        assertThat(fit.corrected().isFinite()).isTrue();
        assertThat(fit.model().sizeBytes())
                .isEqualTo(1_000L * 100 * 20 * 8 + 1_000 * 100 * 4 + 100 * 20 * 4);
        assertThat(Harmony.bytes(20_000, 20, 1_000, 100)).isLessThan(60_000_000);
        assertThat(Harmony.bytes(500_000, 50, 1_000, 100)).isLessThan(700_000_000);
        // a batch has 20 cells in all, so the ridge takes a good part of its effects for noise
        assertThat(many.distanceOfBatches(fit.corrected()))
                .isLessThan(0.7 * many.distanceOfBatches(many.cells()));
    }

    @Test
    void batchWithoutCellsHasNoEffects() {
        Harmony fit = Harmony.fit(DATA.cells(), DATA.batches(), 4, HarmonySettings.DEFAULT, 1);
        assertThat(fit.model().batches()).isEqualTo(4);
        for (int c = 0; c < fit.model().clusters(); c++) {
            for (int j = 0; j < 11; j++) {
                assertThat(fit.model().effect(c, 3, j)).isZero();
            }
        }
    }

    @Test
    void zeroAndTwinCellsAreNoTrouble() {
        double[] values = DATA.cells().values().clone();
        Arrays.fill(values, 0, 22, 0);
        for (int cell = 2; cell < 40; cell++) {
            System.arraycopy(values, 40 * 11, values, cell * 11, 11);
        }
        Embedding odd = new Embedding(DATA.cells().cells(), 11, values);
        Harmony fit = Harmony.fit(odd, DATA.batches(), 3, HarmonySettings.DEFAULT, 1);
        assertThat(fit.corrected().isFinite()).isTrue();

        Embedding twins = new Embedding(2, 1, new double[] {7, 7});
        Harmony two =
                Harmony.fit(twins, new int[] {0, 1}, 2, HarmonySettings.DEFAULT.withClusters(2), 1);
        assertThat(two.corrected().values()).containsExactly(7, 7);
    }

    @Test
    void moreClustersThanCellsAreLowered() {
        assertThat(HarmonySettings.DEFAULT.clustersFor(2)).isEqualTo(1);
        assertThat(HarmonySettings.DEFAULT.clustersFor(1_408)).isEqualTo(47);
        assertThat(HarmonySettings.DEFAULT.clustersFor(69_000)).isEqualTo(100);
        assertThat(HarmonySettings.DEFAULT.withClusters(200).clustersFor(20)).isEqualTo(20);
    }

    @Test
    void tauFarBeyondTheCellsSwitchesThePenaltyOff() {
        HarmonySettings lowered =
                new HarmonySettings(
                        2, 1, .1, HarmonySettings.AUTOMATIC, 1e6, .05, 10, 20, 1e-5, 1e-4);
        double[] without = fit(DATA, HarmonySettings.DEFAULT.withTheta(0), 1).corrected().values();
        assertThat(fit(DATA, lowered, 1).corrected().values())
                .containsExactly(without, within(1e-9));
        assertThat(fit(1).corrected().values()).isNotEqualTo(without);
    }

    @Test
    void hugeRidgeKeepsCellsInPlace() {
        Harmony fit = fit(DATA, HarmonySettings.DEFAULT.withLambda(1e6), 1);
        assertThat(fit.corrected().values()).containsExactly(DATA.cells().values(), within(0.01));
    }

    @Test
    void listenerHearsEveryRoundAndMayEndTheFit() {
        List<Double> heard = new ArrayList<>();
        Harmony fit =
                Harmony.fit(
                        DATA.cells(),
                        DATA.batches(),
                        3,
                        HarmonySettings.DEFAULT,
                        1,
                        (round, objective) -> {
                            heard.add(objective);
                            assertThat(heard).hasSize(round);
                        });
        assertThat(heard).hasSameSizeAs(fit.objective());
        assertThatThrownBy(
                        () ->
                                Harmony.fit(
                                        DATA.cells(),
                                        DATA.batches(),
                                        3,
                                        HarmonySettings.DEFAULT,
                                        1,
                                        (round, objective) -> {
                                            throw new IllegalStateException("enough");
                                        }))
                .hasMessage("enough");
    }
}

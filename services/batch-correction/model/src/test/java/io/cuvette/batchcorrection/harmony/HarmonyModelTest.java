package io.cuvette.batchcorrection.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** New cells and projections. */
class HarmonyModelTest {
    private static final SimulatedBatches DATA = SimulatedBatches.of(1_200, 9, 4, 3, 2, 21);
    private static Harmony fit;

    @BeforeAll
    static void fit() {
        fit = Harmony.fit(DATA.cells(), DATA.batches(), 3, HarmonySettings.DEFAULT, 1);
    }

    @Test
    void trainingCellsAreEncodedNearlyWhereTheFitPutThem() {
        Embedding encoded = fit.model().encode(DATA.cells(), DATA.batches());
        assertThat(SimulatedBatches.leastCorrelation(encoded, fit.corrected()))
                .isGreaterThan(0.999);
    }

    @Test
    void heldOutCellsMeetTheTrainingCells() {
        int[] train = IntStream.range(0, 1_200).filter(i -> i % 5 != 0).toArray();
        int[] codes = Arrays.stream(train).map(i -> DATA.batches()[i]).toArray();
        Harmony part =
                Harmony.fit(DATA.cells().select(train), codes, 3, HarmonySettings.DEFAULT, 1);
        Embedding encoded = part.model().encode(DATA.cells(), DATA.batches());
        int[] heldOut = IntStream.range(0, 1_200).filter(i -> i % 5 == 0).toArray();
        SimulatedBatches unseen =
                new SimulatedBatches(
                        encoded.select(heldOut),
                        Arrays.stream(heldOut).map(i -> DATA.types()[i]).toArray(),
                        Arrays.stream(heldOut).map(i -> DATA.batches()[i]).toArray(),
                        3);
        double before = unseen.distanceOfBatches(DATA.cells().select(heldOut));
        assertThat(unseen.distanceOfBatches(unseen.cells())).isLessThan(0.1 * before);
    }

    @Test
    void answerForACellDoesNotDependOnItsNeighbours() {
        double[] all = fit.model().encode(DATA.cells(), DATA.batches()).values();
        for (int cell : new int[] {0, 7, 1_199}) {
            Embedding alone =
                    fit.model()
                            .encode(
                                    DATA.cells().select(new int[] {cell}),
                                    new int[] {DATA.batches()[cell]});
            assertThat(alone.values()).isEqualTo(Arrays.copyOfRange(all, cell * 9, cell * 9 + 9));
        }
    }

    @Test
    void cellsOfUnseenBatchesStayAsTheyAre() {
        int[] unseen = new int[1_200];
        Arrays.fill(unseen, HarmonyModel.UNSEEN);
        assertThat(fit.model().encode(DATA.cells(), unseen).values())
                .isEqualTo(DATA.cells().values());
        SoftAssignments assignments = fit.model().assign(DATA.cells(), unseen);
        for (int cell = 0; cell < 1_200; cell += 100) {
            double sum = 0;
            for (int c = 0; c < assignments.clusters(); c++) {
                sum += assignments.get(cell, c);
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void projectionIntoTheOwnBatchIsTheCellToTheBit() {
        for (int target = 0; target < 3; target++) {
            Embedding projected =
                    fit.model().project(DATA.cells(), DATA.batches(), target, fit.assignments());
            for (int cell = 0; cell < 1_200; cell++) {
                for (int j = 0; j < 9; j++) {
                    if (DATA.batches()[cell] == target) {
                        assertThat(projected.get(cell, j)).isEqualTo(DATA.cells().get(cell, j));
                    }
                }
            }
        }
    }

    @Test
    void projectionAddsTheDifferenceOfEffects() {
        Embedding projected =
                fit.model().project(DATA.cells(), DATA.batches(), 2, fit.assignments());
        HarmonyModel model = fit.model();
        for (int cell = 0; cell < 1_200; cell += 7) {
            for (int j = 0; j < 9; j++) {
                double expected = DATA.cells().get(cell, j);
                for (int c = 0; c < model.clusters(); c++) {
                    expected +=
                            fit.assignments().get(cell, c)
                                    * (model.effect(c, 2, j)
                                            - model.effect(c, DATA.batches()[cell], j));
                }
                assertThat(projected.get(cell, j)).isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void projectedCellsLieAmongThoseOfTheTargetBatch() {
        Embedding projected =
                fit.model().project(DATA.cells(), DATA.batches(), 1, fit.assignments());
        assertThat(DATA.distanceOfBatches(projected))
                .isLessThan(0.05 * DATA.distanceOfBatches(DATA.cells()));
        // not to the middle of all batches: cells of batch 1 have not moved
        assertThat(projected.select(new int[] {1, 4}).values())
                .isEqualTo(DATA.cells().select(new int[] {1, 4}).values());
    }

    @Test
    void projectionIntoNoBatchIsTheCorrectedCell() {
        assertThat(
                        fit.model()
                                .project(
                                        DATA.cells(),
                                        DATA.batches(),
                                        HarmonyModel.UNSEEN,
                                        fit.assignments())
                                .values())
                .containsExactly(fit.corrected().values(), within(1e-9));
    }

    @Test
    void modelOfTheSameArraysAnswersTheSame() {
        HarmonyModel model = fit.model();
        HarmonyModel copy =
                new HarmonyModel(
                        model.batches(),
                        model.clusters(),
                        model.dimensions(),
                        model.sigma(),
                        model.centroids().clone(),
                        model.penalties().clone(),
                        model.effects().clone());
        assertThat(copy.encode(DATA.cells(), DATA.batches()).values())
                .isEqualTo(model.encode(DATA.cells(), DATA.batches()).values());
    }
}

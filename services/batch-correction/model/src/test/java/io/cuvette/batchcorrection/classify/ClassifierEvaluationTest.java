package io.cuvette.batchcorrection.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifierEvaluationTest {
    private static final int CELLS = 480;
    private static final int DIMENSIONS = 4;
    private static final ClassifierSettings QUICK = new ClassifierSettings(5, 10, 20, 10_000);
    private static final int[] BATCH_CODES =
            IntStream.range(0, CELLS).map(cell -> cell % 6).toArray();
    private static final Grouping BATCHES =
            new Grouping(List.of("d0", "d1", "d2", "d3", "d4", "d5"), BATCH_CODES);

    /** Cell types that show in the latents, whatever the batch. */
    private static final Grouping TYPES =
            new Grouping(List.of("B", "NK", "T"), new Random(2).ints(CELLS, 0, 3).toArray());

    /** A diagnosis: batches 0 to 2 are healthy, the others are not. */
    private static final Grouping DIAGNOSIS =
            new Grouping(
                    List.of("healthy", "ill"),
                    Arrays.stream(BATCH_CODES).map(b -> b / 3).toArray());

    /** Types 6 apart along one axis, batches {@code batchShift} apart along another. */
    private static Representation latents(double batchShift, boolean needsBatch) {
        Random random = new Random(3);
        double[] values = new double[CELLS * DIMENSIONS];
        Arrays.setAll(values, i -> random.nextGaussian());
        for (int cell = 0; cell < CELLS; cell++) {
            values[cell * DIMENSIONS] += 6 * TYPES.codes()[cell];
            // the order of the batches along the axis says nothing of the diagnosis
            values[cell * DIMENSIONS + 1] += batchShift * (BATCH_CODES[cell] * 5 % 7);
        }
        return new Representation(new Embedding(CELLS, DIMENSIONS, values), needsBatch);
    }

    private static ClassifierReport report(
            Representation latents, Grouping target, Validation validation) {
        return ClassifierEvaluation.of(latents, target, BATCHES, validation, QUICK, 9);
    }

    @Test
    void readsTypesFromCellsAndFromLeftOutBatches() {
        for (Validation validation : Validation.values()) {
            ClassifierReport report = report(latents(0, false), TYPES, validation);
            assertThat(report.accuracy().mean()).isGreaterThan(0.97);
            assertThat(report.balancedAccuracy().mean()).isGreaterThan(0.97);
            assertThat(report.chance()).isCloseTo(1 / 3.0, within(0.01));
            assertThat(report.lookupCeiling()).isLessThan(0.45);
            assertThat(report.classes()).containsExactly("B", "NK", "T");
            int all = 0;
            int right = 0;
            for (int c = 0; c < 3; c++) {
                all += report.confusion().counts().get(c).stream().mapToInt(i -> i).sum();
                right += report.confusion().counts().get(c).get(c);
            }
            assertThat(all).isEqualTo(CELLS).isEqualTo(report.cells());
            assertThat(right / (double) all).isCloseTo(report.accuracy().mean(), within(0.01));
        }
    }

    @Test
    void aTargetThatTheBatchTellsIsFlaggedByTheCeilingAndFailsOnLeftOutBatches() {
        Representation batchStore = latents(40, false);
        ClassifierReport byCell = report(batchStore, DIAGNOSIS, Validation.CELL);
        assertThat(byCell.accuracy().mean()).isGreaterThan(0.95);
        assertThat(byCell.lookupCeiling()).isEqualTo(1);
        ClassifierReport byBatch = report(batchStore, DIAGNOSIS, Validation.LEAVE_BATCH_OUT);
        assertThat(byBatch.accuracy().high()).isLessThan(0.75);
        assertThat(byBatch.lookupCeiling()).isLessThanOrEqualTo(0.5);
        assertThat(byBatch.folds()).hasSize(6);
        assertThat(byBatch.folds().stream().flatMap(fold -> fold.heldOut().stream()))
                .containsExactlyInAnyOrderElementsOf(BATCHES.names());
    }

    @Test
    void repeatsToTheBitWithItsSeedAndSurvivesJson() throws Exception {
        ClassifierReport report = report(latents(1, false), TYPES, Validation.CELL);
        assertThat(report(latents(1, false), TYPES, Validation.CELL)).isEqualTo(report);
        assertThat(
                        ClassifierEvaluation.of(
                                latents(1, false), TYPES, BATCHES, Validation.CELL, QUICK, 10))
                .isNotEqualTo(report);
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(report);
        assertThat(text).contains("\"validation\":\"cell\"");
        assertThat(json.readValue(text, ClassifierReport.class)).isEqualTo(report);
    }

    @Test
    void refusesLatentsThatNeedTheBatchWhereBatchesAreLeftOut() {
        assertThatThrownBy(() -> report(latents(1, true), TYPES, Validation.LEAVE_BATCH_OUT))
                .isInstanceOf(BatchRequiredException.class)
                .hasMessageContaining("lookup ceiling");
        assertThat(report(latents(1, true), TYPES, Validation.CELL).accuracy().mean())
                .isGreaterThan(0.9);
    }

    @Test
    void aTargetEqualToTheBatchIsReadByCellAndRefusedByBatch() {
        ClassifierReport report = report(latents(40, false), BATCHES, Validation.CELL);
        assertThat(report.lookupCeiling()).isEqualTo(1);
        assertThat(report.accuracy().mean()).isGreaterThan(0.95);
        assertThatThrownBy(() -> report(latents(40, false), BATCHES, Validation.LEAVE_BATCH_OUT))
                .isInstanceOf(UnsuitableTargetException.class)
                .hasMessageContaining("one batch only");
    }

    @Test
    void cellsWithoutATargetOrABatchDoNotTakePart() {
        int[] targets = TYPES.codes().clone();
        Arrays.fill(targets, 0, 40, -1);
        int[] batches = BATCH_CODES.clone();
        Arrays.fill(batches, 30, 60, -1);
        ClassifierReport report =
                ClassifierEvaluation.of(
                        latents(0, false),
                        new Grouping(TYPES.names(), targets),
                        new Grouping(BATCHES.names(), batches),
                        Validation.CELL,
                        QUICK,
                        1);
        assertThat(report.cells()).isEqualTo(CELLS - 60);
    }

    @Test
    void drawsNoMoreCellsThanAskedFor() {
        ClassifierReport report =
                ClassifierEvaluation.of(
                        latents(0, false),
                        TYPES,
                        BATCHES,
                        Validation.CELL,
                        new ClassifierSettings(4, 10, 5, 100),
                        1);
        assertThat(report.cells()).isEqualTo(100);
        assertThat(report.folds()).hasSize(4);
        assertThat(report.folds()).allMatch(fold -> fold.trained() + fold.tested() == 100);
    }

    @Test
    void aClassOfOneCellIsAlwaysWrongAndSaid() {
        int[] targets = TYPES.codes().clone();
        targets[7] = 3;
        ClassifierReport report =
                report(
                        latents(0, false),
                        new Grouping(List.of("B", "NK", "T", "rare"), targets),
                        Validation.CELL);
        assertThat(report.folds().stream().mapToInt(ClassifierReport.Fold::unseen)).contains(1);
        assertThat(report.confusion().counts().get(3).get(3)).isZero();
    }

    @Test
    void refusesTargetsThatAllowNoEvaluation() {
        Grouping one = new Grouping(List.of("x"), new int[CELLS]);
        Grouping none = new Grouping(List.of(), filled(-1));
        for (Grouping target : List.of(one, none)) {
            assertThatThrownBy(() -> report(latents(0, false), target, Validation.CELL))
                    .isInstanceOf(UnsuitableTargetException.class)
                    .hasMessageContaining("at least two");
        }
        assertThatThrownBy(
                        () ->
                                ClassifierEvaluation.of(
                                        latents(0, false),
                                        TYPES,
                                        one,
                                        Validation.LEAVE_BATCH_OUT,
                                        QUICK,
                                        1))
                .isInstanceOf(UnsuitableTargetException.class);
        // five cells, no class of which has five
        int[] few = filled(-1);
        System.arraycopy(new int[] {0, 0, 1, 1, 2}, 0, few, 0, 5);
        assertThatThrownBy(
                        () ->
                                report(
                                        latents(0, false),
                                        new Grouping(TYPES.names(), few),
                                        Validation.CELL))
                .isInstanceOf(UnsuitableTargetException.class)
                .hasMessageContaining("5 folds");
    }

    @Test
    void refusesLatentsThatAreNotFiniteAndSettingsOutOfBounds() {
        Representation broken = latents(0, false);
        broken.latents().values()[5] = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> report(broken, TYPES, Validation.CELL))
                .hasMessageContaining("not finite");
        assertThatThrownBy(
                        () ->
                                report(
                                        new Representation(
                                                new Embedding(2, 1, new double[2]), false),
                                        TYPES,
                                        Validation.CELL))
                .hasMessageContaining("one a cell");
        assertThatThrownBy(() -> new ClassifierSettings(1, 10, 100, 100))
                .hasMessage("folds is 1; allowed are 2 to 20");
        assertThatThrownBy(() -> new ClassifierSettings(5, 10, 0, 100))
                .hasMessage("trees is 0; allowed are 1 to 1000");
    }

    private static int[] filled(int value) {
        int[] codes = new int[CELLS];
        Arrays.fill(codes, value);
        return codes;
    }
}

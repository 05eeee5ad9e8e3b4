package io.cuvette.batchcorrection.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

    @Test
    void stratifiedFoldsHoldEqualSharesOfEachClass() {
        int[] classes = new Random(1).ints(503, 0, 4).toArray();
        Folds folds = Folds.stratified(classes, 5, 3);
        for (int c = 0; c < 4; c++) {
            int own = c;
            int size = (int) Arrays.stream(classes).filter(x -> x == own).count();
            for (int fold = 0; fold < 5; fold++) {
                long inside =
                        Arrays.stream(folds.test(fold)).filter(i -> classes[i] == own).count();
                assertThat(inside).isBetween(size / 5L, size / 5L + 1);
            }
        }
        assertThat(IntStream.range(0, 5).map(fold -> folds.test(fold).length))
                .allMatch(size -> size == 100 || size == 101);
        assertThat(Folds.stratified(classes, 5, 3).foldOf()).isEqualTo(folds.foldOf());
        assertThat(Folds.stratified(classes, 5, 4).foldOf()).isNotEqualTo(folds.foldOf());
    }

    @Test
    void foldsOfBatchesKeepThemWholeAndEvenInSize() {
        int[] batches = new int[360];
        for (int i = 0, batch = 0; i < batches.length; batch++) {
            for (int j = 0; j < 10 * (batch + 1) && i < batches.length; j++) {
                batches[i++] = batch;
            }
        }
        Folds folds = Folds.ofBatches(batches, 3);
        for (int fold = 0; fold < 3; fold++) {
            assertThat(folds.test(fold).length).isBetween(110, 130);
            int[] inside = Arrays.stream(folds.test(fold)).map(i -> batches[i]).toArray();
            assertThat(Arrays.stream(folds.train(fold)).map(i -> batches[i]))
                    .doesNotContainAnyElementsOf(Arrays.stream(inside).boxed().distinct().toList());
        }
        assertThat(Folds.ofBatches(new int[] {0, 4, 4, 2}, 10).count()).isEqualTo(3);
    }

    @Test
    void tinyClassesAreAbsentFromSomeFoldsAndTooManyFoldsAreRefused() {
        Folds folds = Folds.stratified(new int[] {0, 0, 0, 0, 0, 1, 1}, 5, 1);
        assertThat(IntStream.range(0, 5).map(fold -> folds.test(fold).length))
                .allMatch(size -> size >= 1);
        assertThatThrownBy(() -> Folds.stratified(new int[] {0, 0, 1}, 3, 1))
                .isInstanceOf(UnsuitableTargetException.class)
                .hasMessageContaining("3 folds")
                .hasMessageContaining("here 2");
        assertThatThrownBy(() -> Folds.ofBatches(new int[] {1, 1, 1}, 5))
                .isInstanceOf(UnsuitableTargetException.class)
                .hasMessageContaining("there are 1 batches");
    }
}

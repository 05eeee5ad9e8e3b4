package io.cuvette.batchcorrection.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookupCeilingTest {

    private static final Grouping BATCHES =
            new Grouping(List.of("a", "b", "c"), new int[] {0, 0, 0, 1, 1, 1, 2, 0, 1, 2, 0});
    private static final Grouping LABELS =
            new Grouping(List.of("x", "y"), new int[] {0, 0, 1, 1, 1, 0, 1, 0, 1, 0, -1});

    @Test
    void aTableOfTrainingCellsIsScoredOnTheOthers() {
        // a is x by 2 of 3, b is y by 2 of 3; c is not seen: x, the first of the overall 3 and 3
        int[] train = {0, 1, 2, 3, 4, 5};

        // x in a, y in b and x in c hit; a cell without a label takes no part
        assertThat(LookupCeiling.heldOut(BATCHES, LABELS, train, new int[] {7, 8, 9, 10}))
                .hasValue(1);
        // y in c and y in a miss
        assertThat(LookupCeiling.heldOut(BATCHES, LABELS, train, new int[] {6, 7, 2, 8}))
                .hasValue(0.5);
    }

    @Test
    void partsWithoutLabelledCellsHaveNone() {
        assertThat(LookupCeiling.heldOut(BATCHES, LABELS, new int[] {0}, new int[] {10})).isEmpty();
        assertThat(LookupCeiling.heldOut(BATCHES, LABELS, new int[] {10}, new int[] {0})).isEmpty();
        assertThat(LookupCeiling.crossValidated(BATCHES, LABELS.select(new int[11]), 5, 1))
                .hasValue(1);
        Grouping unlabelled = new Grouping(List.of(), new int[] {-1, -1});
        assertThat(LookupCeiling.crossValidated(BATCHES.select(new int[] {0, 1}), unlabelled, 5, 1))
                .isEmpty();
    }

    @Test
    void manySmallBatchesOfRandomLabelsAreNoBetterThanChanceOnCellsThatWereHeldOut() {
        int cells = 1_000;
        SplittableRandom random = new SplittableRandom(4);
        Grouping batches =
                new Grouping(
                        IntStream.range(0, 250).mapToObj(i -> "b" + i).toList(),
                        IntStream.range(0, cells).map(i -> i % 250).toArray());
        Grouping labels = new Grouping(List.of("x", "y"), random.ints(cells, 0, 2).toArray());

        // four cells a batch: the majority of the very cells is right in 11 of 16 cases
        assertThat(Design.of(batches, labels).inSampleLookupCeiling()).isBetween(.66, .72);
        assertThat(LookupCeiling.crossValidated(batches, labels, 5, 1).orElseThrow())
                .isBetween(.42, .55);
    }

    @Test
    void aLabelThatTheBatchDecidesIsNamedOnHeldOutCells() {
        Grouping batches =
                new Grouping(
                        List.of("a", "b", "c"), IntStream.range(0, 90).map(i -> i % 3).toArray());
        Grouping labels =
                new Grouping(
                        List.of("x", "y"),
                        IntStream.range(0, 90).map(i -> i % 3 == 0 ? 0 : 1).toArray());

        assertThat(LookupCeiling.crossValidated(batches, labels, 5, 1)).hasValue(1);
    }
}

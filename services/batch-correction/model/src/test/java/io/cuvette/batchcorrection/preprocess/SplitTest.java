package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void saysBeforehandHowManyCellsAreTrainedOn() {
        for (int cells = 1; cells < 40; cells++) {
            int[] none = new int[cells];
            assertThat(Split.trained(cells))
                    .isEqualTo(Split.stratified(none, none, 1).train().length);
        }
    }

    @Test
    void everyPairOfBatchAndLabelIsSpreadSixtyTwentyTwenty() {
        Random random = new Random(5);
        int[] batches = random.ints(1003, 0, 4).toArray();
        int[] labels = random.ints(1003, 0, 3).toArray();
        Split split = Split.stratified(batches, labels, 42);
        assertThat(split.train()).hasSize(602);
        assertThat(split.validation().length + split.test().length).isEqualTo(401);
        int[] all =
                IntStream.concat(
                                IntStream.concat(
                                        Arrays.stream(split.train()),
                                        Arrays.stream(split.validation())),
                                Arrays.stream(split.test()))
                        .sorted()
                        .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, 1003).toArray());
        for (int batch = 0; batch < 4; batch++) {
            for (int label = 0; label < 3; label++) {
                int b = batch;
                int l = label;
                double size = count(IntStream.range(0, 1003).toArray(), batches, labels, b, l);
                assertThat(count(split.train(), batches, labels, b, l))
                        .isCloseTo(0.6 * size, within(1.0));
                assertThat(count(split.validation(), batches, labels, b, l))
                        .isCloseTo(0.2 * size, within(1.0));
                assertThat(count(split.test(), batches, labels, b, l))
                        .isCloseTo(0.2 * size, within(1.0));
            }
        }
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        int[] batches = new Random(1).ints(200, 0, 3).toArray();
        int[] unlabelled = new int[200];
        Arrays.fill(unlabelled, -1);
        Split split = Split.stratified(batches, unlabelled, 7);
        assertThat(Split.stratified(batches, unlabelled, 7)).isEqualTo(split);
        assertThat(Split.stratified(batches, unlabelled, 8)).isNotEqualTo(split);
    }

    private static double count(int[] cells, int[] batches, int[] labels, int batch, int label) {
        return Arrays.stream(cells).filter(c -> batches[c] == batch && labels[c] == label).count();
    }
}

package io.cuvette.training.core.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchingTest {
    private static final double[] SHARES = {0.25, 0.25, 0.25, 0.25};

    // three batches, two tensors; mean (2, 1 | 1): |g|^2 = 6
    private static final double[][] GRADIENTS = {{1, 2, 0}, {3, 1, 1}, {2, 0, 2}};

    @SuppressWarnings("try") // the scope is used by being open
    private static GradientSpread spread(double[]... gradients) {
        try (Tensors tensors = Tensors.open();
                TensorScope scope = TensorScope.open()) {
            return GradientSpread.of(step(tensors, gradients));
        }
    }

    private static TrainedStep step(Tensors tensors, double[]... gradients) {
        List<PtNDArray[]> parts = new ArrayList<>();
        double[] mean = new double[3];
        for (double[] g : gradients) {
            parts.add(tensors(tensors, g));
            Arrays.setAll(mean, i -> mean[i] + g[i] / gradients.length);
        }
        List<Position> positions =
                IntStream.range(0, gradients.length).mapToObj(i -> new Position(0, i)).toList();
        return new TrainedStep(
                positions, new double[gradients.length], parts, tensors(tensors, mean));
    }

    private static PtNDArray[] tensors(Tensors tensors, double[] g) {
        return new PtNDArray[] {
            tensors.of(new double[] {g[0], g[1]}, 1, 2), tensors.of(new double[] {g[2]}, 1)
        };
    }

    @Test
    void spreadEqualsTheFormulasByHand() {
        GradientSpread spread = spread(GRADIENTS);
        // deviations (-1, 1, -1), (1, 0, 0), (0, -1, 1): squares 3 + 1 + 2; (g_j, g) = 4, 8, 6
        assertThat(spread.meanSquare()).isCloseTo(6, within(1e-12));
        assertThat(spread.variance()).isCloseTo(3, within(1e-12));
        assertThat(spread.varianceAlong()).isCloseTo(8 / (2 * 6.0), within(1e-12));
        assertThat(spread.varianceAcross()).isCloseTo(3 - 2 / 3.0, within(1e-12));
    }

    private static int after(AdaptiveBatch.Test test, double tolerance, double[]... gradients) {
        var settings = new AdaptiveBatch.Settings(test, tolerance, 0.5, 3, 100);
        AdaptiveBatch batching = new AdaptiveBatch(settings, 10);
        try (Tensors tensors = Tensors.open()) {
            batching.observe(0, step(tensors, gradients));
        }
        return batching.batchesPerStep();
    }

    @Test
    void theBatchGrowsToWhatWouldHavePassed() {
        // norm: S / (eta^2 |g|^2) = 3 / (6 eta^2); inner product: (2/3) / (6 eta^2)
        assertThat(after(AdaptiveBatch.Test.NORM, 0.3, GRADIENTS)).isEqualTo(6);
        assertThat(after(AdaptiveBatch.Test.NORM, 0.5, GRADIENTS)).isEqualTo(3);
        assertThat(after(AdaptiveBatch.Test.INNER_PRODUCT, 0.15, GRADIENTS)).isEqualTo(5);
        assertThat(after(AdaptiveBatch.Test.INNER_PRODUCT, 0.3, GRADIENTS)).isEqualTo(3);
        // augmented: the larger of that and (7/3) / (0.25 * 6) = 1.6, and with 0.1 of 2
        assertThat(after(AdaptiveBatch.Test.AUGMENTED, 0.15, GRADIENTS)).isEqualTo(5);
        var strict = new AdaptiveBatch.Settings(AdaptiveBatch.Test.AUGMENTED, 1, 0.2, 3, 100);
        AdaptiveBatch batching = new AdaptiveBatch(strict, 10);
        try (Tensors tensors = Tensors.open()) {
            batching.observe(0, step(tensors, GRADIENTS));
        }
        assertThat(batching.batchesPerStep()).isEqualTo(10);
    }

    @Test
    void theBatchNeverFallsNorPassesItsBound() {
        var settings = new AdaptiveBatch.Settings(AdaptiveBatch.Test.NORM, 0.3, 1, 3, 8);
        AdaptiveBatch batching = new AdaptiveBatch(settings, 10);
        try (Tensors tensors = Tensors.open()) {
            batching.observe(0, step(tensors, GRADIENTS));
            assertThat(batching.batchesPerStep()).isEqualTo(6);
            // equal gradients would be content with one batch
            batching.observe(0, step(tensors, GRADIENTS[0], GRADIENTS[0]));
            assertThat(batching.batchesPerStep()).isEqualTo(6);
            // a step of one batch says nothing, opposite gradients ask for all
            batching.observe(0, step(tensors, GRADIENTS[0]));
            assertThat(batching.batchesPerStep()).isEqualTo(6);
            batching.observe(0, step(tensors, new double[] {1, 0, 0}, new double[] {-1, 0, 0}));
            assertThat(batching.batchesPerStep()).isEqualTo(8);
        }
    }

    private interface Make {
        Batching of(int batchesPerEpoch);
    }

    /** Weights, trace and loss after some steps, the last with a fresh instance. */
    private static void continuesExactly(Make make, int interrupted, int steps) {
        BlobTask task = BlobTask.of(1, 64, SHARES, 0.8);
        try (BatchingRun straight = new BatchingRun(task, 4, 0.5, 1);
                BatchingRun resumed = new BatchingRun(task, 4, 0.5, 1)) {
            Batching whole = make.of(straight.batchesPerEpoch());
            Batching first = make.of(resumed.batchesPerEpoch());
            for (int i = 0; i < steps; i++) {
                straight.step(whole);
            }
            for (int i = 0; i < interrupted; i++) {
                resumed.step(first);
            }
            Batching second = make.of(resumed.batchesPerEpoch());
            second.restore(first.save());
            for (int i = interrupted; i < steps; i++) {
                resumed.step(second);
            }
            assertThat(resumed.wanted).isEqualTo(straight.wanted);
            assertThat(resumed.rowsSeen).isEqualTo(straight.rowsSeen);
            assertThat(resumed.trainingLoss()).isEqualTo(straight.trainingLoss());
        }
    }

    @ParameterizedTest
    @EnumSource(AdaptiveBatch.Test.class)
    void adaptiveBatchContinuesExactlyFromItsSavedState(AdaptiveBatch.Test test) {
        var settings = new AdaptiveBatch.Settings(test, 0.6, 1, 2, 9);
        continuesExactly(n -> new AdaptiveBatch(settings, n), 6, 12);
    }

    @Test
    void hardBatchesContinueExactlyFromTheMiddleOfEitherEpoch() {
        // 16 whole steps, then 5 on the hardest
        var settings = new HardMinibatch.Settings(0.3);
        continuesExactly(n -> new HardMinibatch(settings, n), 7, 25);
        continuesExactly(n -> new HardMinibatch(settings, n), 18, 25);
    }

    @Test
    void hardBatchesAreThoseWithTheHighestLossOfTheWholeEpoch() {
        HardMinibatch batching = new HardMinibatch(new HardMinibatch.Settings(0.5), 5);
        assertThat(batching.batches(0)).isEqualTo(Epochs.all(0, 5));
        double[] losses = {1, 4, 2, 5, 2};
        for (int i = 0; i < 5; i++) {
            batching.observe(
                    0, TrainedStep.of(List.of(new Position(0, i)), new double[] {losses[i]}));
        }
        List<Position> hard = List.of(new Position(0, 3), new Position(0, 1), new Position(0, 2));
        assertThat(batching.batches(1)).isEqualTo(hard);
        // losses of the repetition do not count
        batching.observe(1, TrainedStep.of(List.of(new Position(0, 3)), new double[] {0}));
        assertThat(batching.batches(1)).isEqualTo(hard);
        assertThat(batching.batches(2)).isEqualTo(Epochs.all(1, 5));
        assertThat(batching.batchesPerStep()).isEqualTo(1);
        HardMinibatch resumed = new HardMinibatch(new HardMinibatch.Settings(0.5), 5);
        resumed.restore(batching.save());
        assertThat(resumed.batches(1)).isEqualTo(hard);
        assertThatThrownBy(
                        () ->
                                new HardMinibatch(new HardMinibatch.Settings(0.5), 4)
                                        .restore(batching.save()))
                .hasMessageContaining("losses of 5 batches an epoch, not 4");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new AdaptiveBatch.Settings(AdaptiveBatch.Test.NORM, 1, 1, 8, 4))
                .hasMessageContaining("firstBatches is 8 and mostBatches 4");
        assertThatThrownBy(() -> new HardMinibatch(new HardMinibatch.Settings(0), 4))
                .hasMessageContaining("delta is 0.0; allowed are 0.001 to 1.0");
        assertThatThrownBy(() -> new HardMinibatch(new HardMinibatch.Settings(0.5), 0))
                .hasMessageContaining("batchesPerEpoch is 0");
        List<Position> two = List.of(new Position(0, 0), new Position(0, 1));
        assertThatThrownBy(() -> TrainedStep.of(two, new double[1]))
                .hasMessageContaining("2 batches with 1 losses");
        assertThatThrownBy(() -> TrainedStep.of(two, new double[] {1, Double.NaN}))
                .hasMessageContaining("loss of a batch is NaN");
        AdaptiveBatch batching =
                new AdaptiveBatch(
                        new AdaptiveBatch.Settings(AdaptiveBatch.Test.NORM, 1, 1, 2, 4), 10);
        assertThatThrownBy(() -> batching.observe(0, TrainedStep.of(two, new double[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has the gradients of 0; give each and their mean");
        assertThatThrownBy(() -> spread(new double[] {Double.NaN, 0, 0}, new double[] {1, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not finite");
    }
}

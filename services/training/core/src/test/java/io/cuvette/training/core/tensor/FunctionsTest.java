package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.BatchNorm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private Tensors tensors;
    private GradMode grad;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        grad = GradMode.on();
    }

    @AfterEach
    void close() {
        grad.close();
        tensors.close();
    }

    private PtNDArray random(long seed, long... shape) {
        return GradientCheck.random(tensors, seed, shape);
    }

    @Test
    void denseLayersHaveTheRightGradients() {
        GradientCheck.check(
                tensors,
                in -> Functions.linear(in[0], in[1], in[2]),
                random(1, 4, 3),
                random(2, 3, 2),
                random(3, 2));
        GradientCheck.check(
                tensors,
                in -> Functions.linearTransposed(in[0], in[1], in[2]),
                random(4, 4, 2),
                random(5, 3, 2),
                random(6, 3));
    }

    @Test
    void aNumberTimesATensorHasTheRightGradient() {
        assertThat(Functions.times(tensors.of(new float[] {-1, 0.5f}), 3).toFloatArray())
                .containsExactly(-3, 1.5f);
        GradientCheck.check(tensors, in -> Functions.times(in[0], -0.7), random(11, 3, 2));
    }

    @Test
    void activationsHaveTheRightValuesAndGradients() {
        float[] selu = Functions.selu(tensors.of(new float[] {-1, 0, 2})).toFloatArray();
        assertThat(selu[0]).isCloseTo(-1.1113307f, within(1e-6f));
        assertThat(selu[1]).isZero();
        assertThat(selu[2]).isCloseTo(2.1014020f, within(1e-6f));
        GradientCheck.check(tensors, in -> Functions.selu(in[0]), random(7, 6));
        GradientCheck.check(tensors, in -> Functions.relu(in[0]), random(8, 6));
        GradientCheck.check(tensors, in -> Functions.softmax(in[0]), random(9, 3, 4));
        GradientCheck.check(tensors, in -> Functions.logSoftmax(in[0]), random(10, 3, 4));
    }

    @Test
    void lossesHaveTheRightValuesAndGradients() {
        PtNDArray codes = tensors.codes(new int[] {2, 0, 1});
        PtNDArray uniform = tensors.zeros(DataType.FLOAT64, 3, 4);
        assertThat(Functions.softmaxCrossEntropy(uniform, codes).toDoubleArray()[0])
                .isCloseTo(Math.log(4), within(1e-12));
        GradientCheck.check(
                tensors, in -> Functions.softmaxCrossEntropy(in[0], codes), random(11, 3, 4));
        GradientCheck.check(
                tensors,
                in -> Functions.meanSquaredError(in[0], in[1]),
                random(12, 3, 2),
                random(13, 3, 2));
        assertThatThrownBy(() -> Functions.meanSquaredError(random(1, 3, 2), random(1, 3, 1)))
                .hasMessageContaining("(3, 2)");
        assertThatThrownBy(
                        () ->
                                Functions.softmaxCrossEntropy(
                                        uniform, tensors.of(new int[] {2, 0, 1})))
                .hasMessageContaining("INT64");
    }

    @Test
    void rowLookUpSendsGradientsToTheRowsUsed() {
        PtNDArray codes = tensors.codes(new int[] {1, 1, 0});
        GradientCheck.check(tensors, in -> Functions.rows(in[0], codes), random(14, 3, 2));
    }

    @Test
    void batchNormHasTheRightGradientsAndKerasRunningStatistics() {
        GradientCheck.check(
                tensors,
                in ->
                        new BatchNorm(
                                        in[1],
                                        in[2],
                                        tensors.zeros(DataType.FLOAT64, 2),
                                        tensors.full(1, DataType.FLOAT64, 2),
                                        0.99,
                                        1e-3)
                                .train(in[0]),
                random(15, 5, 2),
                random(16, 2),
                random(17, 2));
        try (Parameters parameters = new Parameters(tensors, 1, DataType.FLOAT64)) {
            BatchNorm norm = BatchNorm.create(parameters, "bn", 1);
            PtNDArray x = tensors.of(new double[] {1, 2, 6}, 3, 1);
            double[] y = norm.train(x).toDoubleArray();
            // mean 3, biased variance (4 + 1 + 9) / 3
            assertThat(y[2]).isCloseTo(3 / Math.sqrt(14.0 / 3 + 1e-3), within(1e-12));
            assertThat(norm.runningMean().toDoubleArray()[0]).isCloseTo(0.03, within(1e-12));
            assertThat(norm.runningVariance().toDoubleArray()[0])
                    .isCloseTo(0.99 + 0.01 * 14 / 3, within(1e-12));
            double[] before = norm.runningMean().toDoubleArray();
            double[] evaluated = norm.evaluate(x).toDoubleArray();
            double expected = (6 - 0.03) / Math.sqrt(0.99 + 0.14 / 3 + 1e-3);
            assertThat(evaluated[2]).isCloseTo(expected, within(1e-12));
            assertThat(norm.runningMean().toDoubleArray()).isEqualTo(before);
            assertThat(norm.evaluate(tensors.of(new double[] {6}, 1, 1)).toDoubleArray()[0])
                    .isEqualTo(evaluated[2]);
        }
        GradientCheck.check(
                tensors,
                in ->
                        new BatchNorm(
                                        in[1],
                                        in[2],
                                        tensors.of(new double[] {0.3, -1}),
                                        tensors.of(new double[] {2, 0.5}),
                                        0.99,
                                        1e-3)
                                .evaluate(in[0]),
                random(18, 4, 2),
                random(19, 2),
                random(20, 2));
    }

    @Test
    void dropoutKeepsTheMeanAndFollowsItsStream() {
        PtNDArray x = tensors.full(1, DataType.FLOAT64, 40_000);
        double[] y = Functions.dropout(x, 0.25, new RandomStream(1)).toDoubleArray();
        assertThat(y).containsOnly(0, 1 / 0.75);
        double mean = java.util.Arrays.stream(y).average().orElseThrow();
        assertThat(mean).isCloseTo(1, within(0.02));
        assertThat(Functions.dropout(x, 0.25, new RandomStream(1)).toDoubleArray()).isEqualTo(y);
        GradientCheck.check(
                tensors, in -> Functions.dropout(in[0], 0.5, new RandomStream(3)), random(21, 8));
        assertThatThrownBy(() -> Functions.dropout(x, 1, new RandomStream(1)))
                .hasMessageContaining("0 to below 1");
    }
}

package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad logits, codes and settings name what is wrong; pieces that all losses share. */
class ClassBatchTest {
    private Tensors tensors;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
    }

    @AfterEach
    void close() {
        tensors.close();
    }

    static Stream<MethodEntry<ClassificationLoss>> all() {
        return ClassificationLossMethods.ALL.stream();
    }

    private static void refused(
            ClassificationLoss loss, PtNDArray z, PtNDArray codes, String message) {
        assertThatThrownBy(() -> loss.evaluate(z, codes, LossContext.of(new RandomStream(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatDoesNotFitIsRefusedByName(MethodEntry<ClassificationLoss> entry) {
        ClassificationLoss loss = entry.standard().plan();
        PtNDArray z = tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        PtNDArray y = tensors.codes(new int[] {0, 2});
        refused(loss, tensors.of(new float[] {1, 2}, 2), y, "shape (2); they need [samples");
        refused(loss, tensors.of(new float[] {1, 2}, 2, 1), y, "2 classes or more");
        refused(loss, tensors.of(new long[] {1, 2, 3, 4}, 2, 2), y, "not int64");
        refused(loss, z, tensors.of(new int[] {0, 2}), "class codes are INT64, not int32");
        refused(loss, z, tensors.codes(new int[] {0, 1, 2}), "one code a row");
        refused(loss, z, tensors.codes(new int[] {0, 3}), "outside of 0 to 2");
        refused(loss, z, tensors.codes(new int[] {-1, 0}), "outside of 0 to 2");
        PtNDArray broken = tensors.of(new float[] {1, Float.NaN, 3, 4, 5, 6}, 2, 3);
        refused(loss, broken, y, "a logit is not finite");
        PtNDArray infinite = tensors.of(new float[] {1, 2, 3, 4, 5, Float.POSITIVE_INFINITY}, 2, 3);
        refused(loss, infinite, y, "a logit is not finite");
    }

    @Test
    void settingsOutOfRangeNameTheFieldAndTheRange() {
        assertThatThrownBy(() -> new CrossEntropy(new CrossEntropy.Settings(-1)))
                .hasMessageContaining("logitPenalty is -1.0; allowed are 0.0 to 1.0");
        assertThatThrownBy(() -> new CompSum(CompSum.Settings.of(Double.NaN)))
                .hasMessageContaining("tau is NaN");
        assertThatThrownBy(() -> new ZLoss(new ZLoss.Settings(0, 1)))
                .hasMessageContaining("sharpness");
        assertThatThrownBy(() -> new Dice(new Dice.Settings(Dice.Level.BATCH, 2, 1)))
                .hasMessageContaining("alpha is 2.0");
        assertThatThrownBy(() -> new AnyLoss(new AnyLoss.Settings(AnyLoss.Metric.F1, 0)))
                .hasMessageContaining("sharpness");
        assertThatThrownBy(() -> new LdrAdaptive(new LdrAdaptive.Settings(1, 1, 0)))
                .hasMessageContaining("spread is 1.0");
        assertThatThrownBy(() -> new EnsLoss(new EnsLoss.Settings(-0.1)))
                .hasMessageContaining("largestPower");
    }

    @Test
    void adversarialLossWithoutInputsSaysWhatToDo() {
        CompSum loss = new CompSum(new CompSum.Settings(1, 0.5, 0.1, 1, 5));
        refused(
                loss,
                tensors.of(new float[] {1, 2}, 1, 2),
                tensors.codes(new int[] {0}),
                "adversarialWeight is 0.5, which needs dense inputs; set it to 0");
    }

    @Test
    @SuppressWarnings("try") // the mode is used by being open
    void logarithmOfTheRestIsExactForSureClasses() {
        PtNDArray z = tensors.of(new double[] {50, 0, 1, 0.3, 0.2, 0.1}, 2, 3);
        double[] rest = ClassificationLossOps.logRest(z).toDoubleArray();
        assertThat(rest[0]).isCloseTo(Math.log(1 + Math.E) - 50, within(1e-12));
        assertThat(rest[1]).isCloseTo(-Math.exp(-50), within(1e-30));
        try (GradMode on = GradMode.on()) {
            GradientCheck.check(
                    tensors,
                    in -> ClassificationLossOps.logRest(in[0]),
                    GradientCheck.random(tensors, 1, 4, 3));
        }
    }

    @Test
    void lossesOfSinglePrecisionHaveItsType() {
        PtNDArray z = tensors.of(new float[] {1, 2}, 1, 2);
        for (var entry : ClassificationLossMethods.ALL) {
            PtNDArray value =
                    entry.standard()
                            .plan()
                            .evaluate(
                                    z,
                                    tensors.codes(new int[] {1}),
                                    LossContext.of(new RandomStream(1)));
            assertThat(value.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(value.getShape().dimension()).isZero();
        }
    }
}

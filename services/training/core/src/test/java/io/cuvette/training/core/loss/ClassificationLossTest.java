package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the papers' formulas in plain Java, and against central differences. */
class ClassificationLossTest {
    private static final int SAMPLES = 5;

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

    private static LossContext context() {
        return LossContext.of(new RandomStream(5));
    }

    private PtNDArray logits(int classes) {
        return GradientCheck.random(tensors, 3, SAMPLES, classes);
    }

    private static int[] codes(int classes) {
        return IntStream.range(0, SAMPLES).map(i -> (i + 1) % classes).toArray();
    }

    private static double[][] rows(PtNDArray z) {
        double[] values = z.toDoubleArray();
        int classes = values.length / SAMPLES;
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> Arrays.copyOfRange(values, i * classes, (i + 1) * classes))
                .toArray(double[][]::new);
    }

    /** Every sample's loss is the expected one, and the batch's is their mean. */
    private void check(ClassificationLoss loss, int classes, IntToDoubleFunction expected) {
        PtNDArray z = logits(classes);
        PtNDArray codes = tensors.codes(codes(classes));
        double[] found = loss.perSample(z, codes, context()).orElseThrow().toDoubleArray();
        assertThat(found).hasSize(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat(found[i]).isCloseTo(expected.applyAsDouble(i), within(1e-9));
        }
        assertThat(loss.evaluate(z, codes, context()).toDoubleArray()[0])
                .isCloseTo(Arrays.stream(found).average().orElseThrow(), within(1e-12));
    }

    @Test
    void crossEntropyIsTheNegativeLogLikelihoodAndItsPenaltyTheSquaredLogDenominator() {
        double[][] z = rows(logits(4));
        int[] y = codes(4);
        for (double penalty : new double[] {0, 0.3}) {
            check(
                    new CrossEntropy(new CrossEntropy.Settings(penalty)),
                    4,
                    i -> PlainLosses.crossEntropy(z[i], y[i], penalty));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1.7, 2, 3})
    void compSumIsPhiOfTheSumOfExponentials(double tau) {
        double[][] z = rows(logits(4));
        int[] y = codes(4);
        for (double rho : new double[] {1, 2.5}) {
            check(
                    new CompSum(new CompSum.Settings(tau, 0, 0.1, rho, 10)),
                    4,
                    i -> PlainLosses.compSum(z[i], y[i], tau, rho));
        }
    }

    @Test
    void compSumHasTheNamedLossesOfItsFamily() {
        double[][] z = rows(logits(3));
        int[] y = codes(3);
        check(new CompSum(CompSum.Settings.of(1)), 3, i -> PlainLosses.crossEntropy(z[i], y[i], 0));
        check(new CompSum(CompSum.Settings.of(2)), 3, i -> 1 - PlainLosses.softmax(z[i])[y[i]]);
        // generalised cross-entropy (1 - p^q) / q with q 0.7
        check(
                new CompSum(CompSum.Settings.of(1.7)),
                3,
                i -> (1 - Math.pow(PlainLosses.softmax(z[i])[y[i]], 0.7)) / 0.7);
    }

    @Test
    void zLossIsASoftplusOfTheStandardisedLogit() {
        double[][] z = rows(logits(4));
        int[] y = codes(4);
        check(new ZLoss(new ZLoss.Settings(2, 1.5)), 4, i -> PlainLosses.zLoss(z[i], y[i], 2, 1.5));
    }

    @ClaimOf(area = Area.LOSS, value = "z-loss")
    @Test
    void zLossSeesNeitherShiftNorScale() {
        ZLoss loss = new ZLoss(ZLoss.Settings.DEFAULT);
        PtNDArray z = logits(4);
        PtNDArray codes = tensors.codes(codes(4));
        double plain = loss.evaluate(z, codes, context()).toDoubleArray()[0];
        double largest = 0;
        for (double scale : new double[] {0.25, 1, 3, 1000}) {
            for (double shift : new double[] {-7, 0, 100}) {
                double[] moved =
                        Arrays.stream(z.toDoubleArray()).map(v -> scale * v + shift).toArray();
                double other =
                        loss.evaluate(tensors.of(moved, SAMPLES, 4), codes, context())
                                .toDoubleArray()[0];
                largest = Math.max(largest, Math.abs(other - plain));
                if (shift == 0 && scale != 3 && scale != 1000) {
                    // powers of two leave every digit as it is
                    assertThat(other).isEqualTo(plain);
                }
            }
        }
        assertThat(largest).isLessThan(1e-12);
        MeasuredClaim.of(Area.LOSS, "z-loss")
                .figure("difference", largest)
                .within(1)
                .shows(
                        "logits scaled by 0.25 to 1000 and shifted by -7 to 100 change the loss"
                                + " by {difference} at most, which is rounding");
    }

    @Test
    void zLossOfEqualLogitsHasAGradientTowardsTheClass() {
        PtNDArray z = tensors.full(0.7, DataType.FLOAT64, 1, 3);
        z.setRequiresGradient(true);
        PtNDArray loss =
                new ZLoss(new ZLoss.Settings(1, 0))
                        .evaluate(z, tensors.codes(new int[] {1}), context());
        assertThat(loss.toDoubleArray()[0]).isCloseTo(Math.log(2), within(1e-12));
        double[] gradient = TorchOps.gradient(loss, z, false).toDoubleArray();
        assertThat(gradient[1]).isCloseTo(-1.0 / 3, within(1e-12));
        assertThat(gradient[0]).isCloseTo(1.0 / 6, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void diceIsOneMinusTheSmoothedSoftF1OfEachSample(int classes) {
        double[][] z = rows(logits(classes));
        int[] y = codes(classes);
        check(
                new Dice(new Dice.Settings(Dice.Level.SAMPLE, 0.4, 0.8)),
                classes,
                i -> PlainLosses.dice(z[i], y[i], 0.4, 0.8));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void diceOfTheBatchIsOneMinusTheSmoothedSoftF1OfTheSet(int classes) {
        PtNDArray z = logits(classes);
        int[] y = codes(classes);
        ClassificationLoss loss = new Dice(new Dice.Settings(Dice.Level.BATCH, 0.4, 0.8));
        assertThat(loss.evaluate(z, tensors.codes(y), context()).toDoubleArray()[0])
                .isCloseTo(PlainLosses.diceOfBatch(rows(z), y, 0.4, 0.8), within(1e-9));
        assertThat(loss.perSample(z, tensors.codes(y), context())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anyLossIsOneMinusTheMetricOfTheSoftConfusionMatrix(AnyLoss.Metric metric) {
        for (int classes : new int[] {2, 3}) {
            PtNDArray z = logits(classes);
            int[] y = codes(classes);
            ClassificationLoss loss = new AnyLoss(new AnyLoss.Settings(metric, 20));
            assertThat(loss.evaluate(z, tensors.codes(y), context()).toDoubleArray()[0])
                    .isCloseTo(PlainLosses.anyLoss(rows(z), y, 20, metric), within(1e-9));
            assertThat(loss.perSample(z, tensors.codes(y), context())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyLossStaysFiniteWhereTheBatchLacksAClass(AnyLoss.Metric metric) {
        PtNDArray z = tensors.of(new double[] {30, -30, 25, -25}, 2, 2);
        z.setRequiresGradient(true);
        for (int only : new int[] {0, 1}) {
            PtNDArray codes = tensors.codes(new int[] {only, only});
            PtNDArray loss =
                    new AnyLoss(new AnyLoss.Settings(metric, 73)).evaluate(z, codes, context());
            assertThat(loss.toDoubleArray()[0]).isBetween(-1e-9, 1 + 1e-9);
            assertThat(TorchOps.gradient(loss, z, false).toDoubleArray())
                    .doesNotContain(Double.NaN);
        }
    }

    @Test
    void ldrIsTheWorstCaseOverLabelsAtTheBestTemperature() {
        double[][] z = rows(logits(4));
        int[] y = codes(4);
        for (var settings :
                List.of(
                        LdrAdaptive.Settings.DEFAULT,
                        new LdrAdaptive.Settings(2, 1.5, 0.5),
                        new LdrAdaptive.Settings(1, 1000, 0))) {
            check(new LdrAdaptive(settings), 4, i -> PlainLosses.ldr(z[i], y[i], settings));
        }
    }

    @Test
    void ldrOfOneFixedTemperatureIsCrossEntropyButForAConstant() {
        PtNDArray z = logits(4);
        PtNDArray codes = tensors.codes(codes(4));
        var fixed = new LdrAdaptive(new LdrAdaptive.Settings(1, 1000, 0));
        double entropy =
                new CrossEntropy(CrossEntropy.Settings.DEFAULT)
                        .evaluate(z, codes, context())
                        .toDoubleArray()[0];
        assertThat(fixed.evaluate(z, codes, context()).toDoubleArray()[0])
                .isCloseTo(entropy - Math.log(4), within(1e-3));
    }

    @Test
    void ldrTemperaturesFallFromUndecidedToSurePredictions() {
        PtNDArray z = tensors.of(new double[] {1, 1, 1, 3, 1, 1, 40, -1, 1}, 3, 3);
        PtNDArray codes = tensors.codes(new int[] {0, 0, 0});
        double[] temperatures =
                new LdrAdaptive(new LdrAdaptive.Settings(1, 2, 0))
                        .temperatures(z, codes)
                        .toDoubleArray();
        assertThat(temperatures[0]).isCloseTo(1, within(1e-12));
        assertThat(temperatures[1]).isBetween(0.6, 0.99);
        assertThat(temperatures[2]).isCloseTo(0.5, within(1e-6));
    }

    static Stream<MethodEntry<ClassificationLoss>> all() {
        return ClassificationLossMethods.ALL.stream();
    }

    /** Without the loss whose value is none: its slopes are checked in a test of their own. */
    static Stream<MethodEntry<ClassificationLoss>> fixed() {
        return all().filter(entry -> entry.type() != EnsLoss.class);
    }

    @ParameterizedTest
    @MethodSource("fixed")
    void gradientsEqualCentralDifferences(MethodEntry<ClassificationLoss> entry) {
        for (int classes : new int[] {2, 4}) {
            PtNDArray codes = tensors.codes(codes(classes));
            ClassificationLoss loss = entry.standard().plan();
            GradientCheck.check(
                    tensors, in -> loss.evaluate(in[0], codes, context()), logits(classes));
        }
    }

    @Test
    void gradientsOfOtherSettingsEqualCentralDifferences() {
        PtNDArray codes = tensors.codes(codes(4));
        for (ClassificationLoss loss :
                List.of(
                        new CrossEntropy(new CrossEntropy.Settings(0.2)),
                        new CompSum(CompSum.Settings.of(0)),
                        new Dice(new Dice.Settings(Dice.Level.SAMPLE, 0.5, 1)),
                        new AnyLoss(new AnyLoss.Settings(AnyLoss.Metric.GEOMETRIC_MEAN, 5)),
                        new AnyLoss(new AnyLoss.Settings(AnyLoss.Metric.BALANCED_ACCURACY, 5)))) {
            GradientCheck.check(tensors, in -> loss.evaluate(in[0], codes, context()), logits(4));
        }
    }

    @ParameterizedTest
    @MethodSource("fixed")
    void singlePrecisionIsNearDouble(MethodEntry<ClassificationLoss> entry) {
        PtNDArray z = logits(4);
        PtNDArray codes = tensors.codes(codes(4));
        ClassificationLoss loss = entry.standard().plan();
        float single =
                loss.evaluate(Tensors.cast(z, DataType.FLOAT32), codes, context())
                        .toFloatArray()[0];
        assertThat((double) single)
                .isCloseTo(loss.evaluate(z, codes, context()).toDoubleArray()[0], within(2e-5));
    }

    @ParameterizedTest
    @MethodSource("all")
    void surePredictionsHaveFiniteLossesAndGradients(MethodEntry<ClassificationLoss> entry) {
        PtNDArray z = tensors.of(new float[] {80, -80, -70, -60, 75, 60, 0, 0, 0, 1, 1, -90}, 4, 3);
        z.setRequiresGradient(true);
        PtNDArray codes = tensors.codes(new int[] {0, 1, 2, 0});
        PtNDArray value = entry.standard().plan().evaluate(z, codes, context());
        assertThat(Float.isFinite(value.toFloatArray()[0])).isTrue();
        for (float g : TorchOps.gradient(value, z, false).toFloatArray()) {
            assertThat(Float.isFinite(g)).isTrue();
        }
    }

    @Test
    void adversarialTermIsTheLargestShiftOfTheMarginsOfALinearNetwork() {
        // for z = x W the worst corner of the cube is known: D moves by |w_0 - w_1|_1 radius
        double[] w = {0.5, -1, 2, 0.3, -0.7, 1.1};
        PtNDArray weight = tensors.of(w, 3, 2);
        PtNDArray x = GradientCheck.random(tensors, 8, SAMPLES, 3);
        PtNDArray z = Functions.matmul(x, weight);
        PtNDArray codes = tensors.codes(codes(2));
        DenseForward forward = new DenseForward(x, in -> Functions.matmul(in, weight));
        LossContext context = new LossContext(new RandomStream(2), Optional.of(forward));
        double plain =
                new CompSum(CompSum.Settings.of(1)).evaluate(z, codes, context).toDoubleArray()[0];
        double with =
                new CompSum(new CompSum.Settings(1, 2, 0.3, 1, 20))
                        .evaluate(z, codes, context)
                        .toDoubleArray()[0];
        double farthest = 0.3 * (Math.abs(0.5 + 1) + Math.abs(2 - 0.3) + Math.abs(-0.7 - 1.1));
        assertThat(with - plain).isCloseTo(2 * farthest, within(1e-9));
    }

    @Test
    void adversarialTermHasTheGradientOfBothPasses() {
        PtNDArray x = GradientCheck.random(tensors, 8, SAMPLES, 3);
        PtNDArray codes = tensors.codes(codes(4));
        CompSum loss = new CompSum(new CompSum.Settings(1.5, 0.7, 0.2, 1.3, 8));
        // a corner of the cube stays the worst one while weights move a little
        GradientCheck.check(
                tensors,
                in -> {
                    DenseForward forward =
                            new DenseForward(x, inputs -> Functions.matmul(inputs, in[0]));
                    return loss.evaluate(
                            forward.logits().apply(x),
                            codes,
                            new LossContext(new RandomStream(2), Optional.of(forward)));
                },
                GradientCheck.random(tensors, 9, 3, 4));
    }
}

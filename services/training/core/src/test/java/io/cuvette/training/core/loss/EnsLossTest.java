package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a drawn loss convex and calibrated is checked draw by draw. */
class EnsLossTest {
    private static final int SAMPLES = 60;

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

    /** Margins in rising order from -3 to 3. */
    private PtNDArray margins() {
        double[] rising =
                IntStream.range(0, SAMPLES).mapToDouble(i -> -3 + 6.0 * i / SAMPLES).toArray();
        return tensors.of(rising, SAMPLES, 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 3})
    void everyDrawFallsWithTheMarginStaysAboveZeroAndHasAThinTail(double power) {
        double[] m = margins().toDoubleArray();
        for (long seed = 0; seed < 20; seed++) {
            double[] slopes =
                    ClassificationLossOps.calibratedSlopes(margins(), power, seed).toDoubleArray();
            for (int i = 0; i < SAMPLES; i++) {
                assertThat(slopes[i]).isGreaterThan(0).isLessThanOrEqualTo(1 + 1e-6);
                if (i > 0) {
                    assertThat(slopes[i]).isLessThanOrEqualTo(slopes[i - 1]);
                }
                if (m[i] > 1) {
                    assertThat(slopes[i]).isLessThanOrEqualTo(1 / m[i] + 1e-6);
                }
            }
        }
    }

    @Test
    void slopesAreTheInverseBoxCoxTransformOfNormalDraws() {
        double[] low = new double[SAMPLES];
        Arrays.fill(low, -1);
        PtNDArray same = tensors.of(low, SAMPLES, 1);
        double[] normal = TorchOps.normalLike(same, 7).toDoubleArray();
        for (double power : new double[] {0, 0.5}) {
            double[] expected =
                    Arrays.stream(normal)
                            .map(
                                    n ->
                                            power == 0
                                                    ? Math.exp(n)
                                                    : Math.pow(
                                                            Math.max(0, 1 + power * n), 1 / power))
                            .map(v -> Math.min(v, 1) + 1e-6)
                            .sorted()
                            .toArray();
            double[] found = ClassificationLossOps.calibratedSlopes(same, power, 7).toDoubleArray();
            Arrays.sort(found);
            for (int i = 0; i < SAMPLES; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-12));
            }
        }
    }

    @Test
    void gradientOfTwoClassesIsTheSlopeAtTheDifferenceOfLogits() {
        PtNDArray z = GradientCheck.random(tensors, 4, SAMPLES, 2);
        z.setRequiresGradient(true);
        int[] y = IntStream.range(0, SAMPLES).map(i -> i % 2).toArray();
        PtNDArray codes = tensors.codes(y);
        PtNDArray loss =
                new EnsLoss(new EnsLoss.Settings(0))
                        .evaluate(z, codes, LossContext.of(new RandomStream(9)));
        RandomStream same = new RandomStream(9);
        same.nextDouble();
        double[] values = z.toDoubleArray();
        double[] margins = ClassificationLossOps.margins(z, codes).toDoubleArray();
        double[] slopes =
                ClassificationLossOps.calibratedSlopes(
                                tensors.of(margins, SAMPLES, 1), 0, same.nextSeed())
                        .toDoubleArray();
        double[] gradient = TorchOps.gradient(loss, z, false).toDoubleArray();
        for (int i = 0; i < SAMPLES; i++) {
            int sign = y[i] == 1 ? 1 : -1;
            double margin = sign * (values[2 * i + 1] - values[2 * i]);
            assertThat(margins[i]).isCloseTo(margin, within(1e-12));
            assertThat(gradient[2 * i + 1]).isCloseTo(-sign * slopes[i] / SAMPLES, within(1e-12));
            assertThat(gradient[2 * i]).isCloseTo(sign * slopes[i] / SAMPLES, within(1e-12));
        }
    }

    @Test
    void drawsDependOnTheStepsStreamOnly() {
        PtNDArray z = GradientCheck.random(tensors, 4, SAMPLES, 3);
        PtNDArray codes = tensors.codes(IntStream.range(0, SAMPLES).map(i -> i % 3).toArray());
        EnsLoss loss = new EnsLoss(EnsLoss.Settings.DEFAULT);
        double[] values =
                Arrays.stream(new long[] {1, 1, 2})
                        .mapToDouble(
                                seed ->
                                        loss.evaluate(
                                                        z,
                                                        codes,
                                                        LossContext.of(new RandomStream(seed)))
                                                .toDoubleArray()[0])
                        .toArray();
        assertThat(values[0]).isEqualTo(values[1]).isNotEqualTo(values[2]);
    }
}

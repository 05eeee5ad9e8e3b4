package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabelSetLossTest {
    private static final LabelSetLoss MANN_WHITNEY = new MannWhitney(new MannWhitney.Settings(0.7));
    private static final LabelSetLoss DECOUPLED =
            new DecoupledSoftmax(new DecoupledSoftmax.Settings(0.7));
    private static final LabelSetLoss TOP_2 = new SoftTopK(new SoftTopK.Settings(2, 1.5));
    private static final List<LabelSetLoss> ALL = List.of(MANN_WHITNEY, DECOUPLED, TOP_2);

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

    private PtNDArray scores() {
        PtNDArray scores = GradientCheck.random(tensors, 1, 4, 6);
        scores.setRequiresGradient(true);
        return scores;
    }

    /** Rows with 2, 1, 0 and 3 labels. */
    private static boolean[][] labels() {
        return new boolean[][] {
            {true, false, false, true, false, false},
            {false, false, false, false, true, false},
            {false, false, false, false, false, false},
            {true, true, false, false, false, true}
        };
    }

    private PtNDArray positives(boolean[][] labels) {
        double[][] ones = new double[labels.length][labels[0].length];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < labels[0].length; j++) {
                ones[i][j] = labels[i][j] ? 1 : 0;
            }
        }
        return PlainMatrix.tensor(tensors, ones).gt(0);
    }

    private static double value(PtNDArray loss) {
        return loss.toDoubleArray()[0];
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        PtNDArray positives = positives(labels());
        for (LabelSetLoss loss : ALL) {
            GradientCheck.check(tensors, in -> loss.evaluate(in[0], positives), scores());
        }
    }

    @Test
    void mannWhitneyComparesEveryPositiveWithEveryNegativeOfTheBatch() {
        double[][] s = PlainMatrix.of(scores());
        boolean[][] y = labels();
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < 24; i++) {
            for (int j = 0; j < 24; j++) {
                if (y[i / 6][i % 6] && !y[j / 6][j % 6]) {
                    double difference = s[i / 6][i % 6] - s[j / 6][j % 6];
                    sum += Math.log(1 + Math.exp(-difference / 0.7));
                    pairs++;
                }
            }
        }
        assertThat(pairs).isEqualTo(6 * 18);
        assertThat(value(MANN_WHITNEY.evaluate(scores(), positives(y))))
                .isCloseTo(sum / pairs, within(1e-12));
    }

    @Test
    void mannWhitneyBoundsTheAreaOverTheCurve() {
        double[][] s = PlainMatrix.of(scores());
        boolean[][] y = labels();
        double wrong = 0;
        for (int i = 0; i < 24; i++) {
            for (int j = 0; j < 24; j++) {
                boolean pair = y[i / 6][i % 6] && !y[j / 6][j % 6];
                wrong += pair && s[i / 6][i % 6] < s[j / 6][j % 6] ? 1.0 / (6 * 18) : 0;
            }
        }
        double bound = value(MANN_WHITNEY.evaluate(scores(), positives(y))) / Math.log(2);
        assertThat(wrong).isBetween(0.1, bound);
    }

    @Test
    void decoupledSoftmaxLetsPositivesMeetNegativesOnly() {
        double[][] s = PlainMatrix.of(scores());
        boolean[][] y = labels();
        double expected = 0;
        int[] counts = {2, 1, 0, 3};
        for (int i = 0; i < 4; i++) {
            double negatives = 0;
            for (int j = 0; j < 6; j++) {
                negatives += y[i][j] ? 0 : Math.exp(s[i][j] / 0.7);
            }
            for (int j = 0; j < 6; j++) {
                double own = Math.exp(s[i][j] / 0.7);
                expected -= y[i][j] ? Math.log(own / (own + negatives)) / counts[i] / 4 : 0;
            }
        }
        PtNDArray scores = scores();
        PtNDArray loss = DECOUPLED.evaluate(scores, positives(y));
        assertThat(value(loss)).isCloseTo(expected, within(1e-12));
        double[][] slopes = PlainMatrix.of(TorchOps.gradient(loss, scores, false));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 6; j++) {
                if (y[i][j]) {
                    assertThat(slopes[i][j]).isNegative();
                }
            }
        }
    }

    @Test
    void softTopKGivesAwayExactlyK() {
        double[][] s = PlainMatrix.of(scores());
        boolean[][] y = labels();
        int[] counts = {2, 1, 0, 3};
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            double low = -50;
            double high = 50;
            while (high - low > 1e-14) {
                double shift = (low + high) / 2;
                double sum = 0;
                for (double x : s[i]) {
                    sum += PlainMatrix.sigmoid(1.5 * (x + shift));
                }
                if (sum < 2) {
                    low = shift;
                } else {
                    high = shift;
                }
            }
            for (int j = 0; j < 6; j++) {
                double z = PlainMatrix.sigmoid(1.5 * (s[i][j] + low));
                expected -= y[i][j] ? Math.log(z) / counts[i] / 4 : 0;
            }
        }
        assertThat(value(TOP_2.evaluate(scores(), positives(y))))
                .isCloseTo(expected, within(1e-10));
    }

    @Test
    void labelsThatAreOnTopCostNothing() {
        double[][] s = {{9, -40, 9.5, -40, -40}};
        PtNDArray positives = positives(new boolean[][] {{true, false, true, false, false}});
        for (LabelSetLoss loss : List.of(DECOUPLED, TOP_2, MANN_WHITNEY)) {
            PtNDArray value = loss.evaluate(PlainMatrix.tensor(tensors, s), positives);
            assertThat(value(value)).isBetween(0.0, 1e-6);
        }
    }

    @Test
    void batchesWithoutPositivesOrWithoutNegativesAreFinite() {
        for (boolean all : new boolean[] {false, true}) {
            PtNDArray positives = positives(new boolean[][] {{all, all, all}, {all, all, all}});
            for (LabelSetLoss loss : ALL) {
                PtNDArray scores = GradientCheck.random(tensors, 3, 2, 3);
                scores.setRequiresGradient(true);
                PtNDArray value = loss.evaluate(scores, positives);
                assertThat(value(value)).isFinite();
                assertThat(TorchOps.gradient(value, scores, false).toDoubleArray())
                        .doesNotContain(Double.NaN);
                if (!all) {
                    assertThat(value(value)).isZero();
                }
            }
        }
    }

    @Test
    void singlePrecisionIsNearDoublePrecision() {
        PtNDArray positives = positives(labels());
        for (LabelSetLoss loss : ALL) {
            PtNDArray narrow = loss.evaluate(Tensors.cast(scores(), DataType.FLOAT32), positives);
            assertThat((double) narrow.toFloatArray()[0])
                    .isCloseTo(value(loss.evaluate(scores(), positives)), within(1e-5));
        }
    }

    @Test
    void pairsAreLabelSetsWithPositivesOnTheDiagonal() {
        PtNDArray a = GradientCheck.random(tensors, 5, 4, 3);
        PtNDArray b = GradientCheck.random(tensors, 6, 4, 3);
        PairContext context = new PairContext(tensors.codes(new int[4]), new RandomStream(1));
        double[][] s =
                PlainMatrix.products(
                        PlainMatrix.unitRows(PlainMatrix.of(a)),
                        PlainMatrix.unitRows(PlainMatrix.of(b)));
        boolean[][] y = new boolean[4][4];
        for (int i = 0; i < 4; i++) {
            y[i][i] = true;
            for (int j = 0; j < 4; j++) {
                s[i][j] /= 0.2;
            }
        }
        double expected =
                value(MANN_WHITNEY.evaluate(PlainMatrix.tensor(tensors, s), positives(y)));
        assertThat(value(MANN_WHITNEY.onPairs(0.2).evaluate(a, b, context)))
                .isCloseTo(expected, within(1e-12));
        GradientCheck.check(
                tensors, in -> MANN_WHITNEY.onPairs(0.2).evaluate(in[0], in[1], context), a, b);
        assertThatThrownBy(() -> MANN_WHITNEY.onPairs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("temperature is 0.0");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        for (LabelSetLoss loss : ALL) {
            assertThatThrownBy(() -> loss.evaluate(scores(), scores()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("positives are FLOAT64 (4, 6); needed are BOOLEAN");
            assertThatThrownBy(() -> loss.evaluate(scores(), positives(new boolean[4][5])))
                    .hasMessageContaining("(4, 5)");
            PtNDArray flat = tensors.zeros(DataType.FLOAT64, 6);
            assertThatThrownBy(() -> loss.evaluate(flat, positives(labels())))
                    .hasMessageContaining("scores are FLOAT64 (6)");
        }
        LabelSetLoss many = new SoftTopK(new SoftTopK.Settings(6, 1));
        assertThatThrownBy(() -> many.evaluate(scores(), positives(labels())))
                .hasMessageContaining("k is 6 with 6 labels; it must be smaller");
        assertThatThrownBy(() -> new SoftTopK(new SoftTopK.Settings(0, 1)))
                .hasMessageContaining("k is 0");
        assertThatThrownBy(() -> new MannWhitney(new MannWhitney.Settings(Double.NaN)))
                .hasMessageContaining("temperature is NaN");
        assertThatThrownBy(() -> new DecoupledSoftmax(new DecoupledSoftmax.Settings(0)))
                .hasMessageContaining("temperature is 0.0");
    }
}

package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MixedBarlowTest {
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

    private PtNDArray random(long seed, int rows, int columns) {
        return GradientCheck.random(tensors, seed, rows, columns);
    }

    private MixedBarlow loss(double redundancy, double mixing) {
        return new MixedBarlow(tensors, new MixedBarlow.Settings(redundancy, mixing));
    }

    private PtNDArray evaluate(
            MixedBarlow loss, PtNDArray xa, PtNDArray xb, UnaryOperator<PtNDArray> encoder) {
        PairContext context =
                new PairContext(
                        tensors.codes(new int[(int) xa.size(0)]),
                        new RandomStream(5),
                        MixedEncoder.of(xa, xb, encoder));
        return loss.evaluate(encoder.apply(xa), encoder.apply(xb), context);
    }

    private static double[][] standardised(double[][] z) {
        double[][] t = PlainMatrix.transposed(z);
        for (double[] column : t) {
            double mean = 0;
            double square = 0;
            for (double v : column) {
                mean += v / column.length;
            }
            for (double v : column) {
                square += (v - mean) * (v - mean) / column.length;
            }
            for (int i = 0; i < column.length; i++) {
                column[i] = (column[i] - mean) / Math.sqrt(square + 1e-5);
            }
        }
        return PlainMatrix.transposed(t);
    }

    private static double[][] correlation(double[][] x, double[][] y) {
        double[][] c = PlainMatrix.products(PlainMatrix.transposed(x), PlainMatrix.transposed(y));
        for (double[] row : c) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= x.length;
            }
        }
        return c;
    }

    private static double squares(double[][] x, double[][] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow(PlainMatrix.distance(x[i], y[i]), 2);
        }
        return sum;
    }

    @Test
    void valueEqualsAReferenceInPlainJava() {
        PtNDArray xa = random(1, 7, 3);
        PtNDArray xb = random(2, 7, 3);
        PtNDArray weight = random(3, 3, 4);
        UnaryOperator<PtNDArray> encoder = x -> Functions.matmul(x, weight).tanh();
        double found = evaluate(loss(0.2, 3), xa, xb, encoder).toDoubleArray()[0];

        RandomStream draws = new RandomStream(5);
        double share = draws.nextDouble();
        int[] order = draws.permutation(7);
        double[][] za = standardised(PlainMatrix.of(encoder.apply(xa)));
        double[][] zb = standardised(PlainMatrix.of(encoder.apply(xb)));
        double[][] mixed = new double[7][3];
        double[][] target = new double[7][4];
        for (int i = 0; i < 7; i++) {
            for (int d = 0; d < 3; d++) {
                mixed[i][d] =
                        share * PlainMatrix.of(xa)[i][d]
                                + (1 - share) * PlainMatrix.of(xb)[order[i]][d];
            }
            for (int d = 0; d < 4; d++) {
                target[i][d] = share * za[i][d] + (1 - share) * zb[order[i]][d];
            }
        }
        double[][] zm =
                standardised(PlainMatrix.of(encoder.apply(PlainMatrix.tensor(tensors, mixed))));
        double expected = 0;
        double[][] c = correlation(za, zb);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                expected += i == j ? Math.pow(1 - c[i][i], 2) : 0.2 * c[i][j] * c[i][j];
            }
        }
        expected +=
                0.6
                        * (squares(correlation(zm, za), correlation(target, za))
                                + squares(correlation(zm, zb), correlation(target, zb)));
        assertThat(found).isCloseTo(expected, within(1e-12));
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        PtNDArray xa = random(1, 6, 3);
        PtNDArray xb = random(2, 6, 3);
        MixedBarlow loss = loss(0.2, 3);
        GradientCheck.check(
                tensors,
                in -> evaluate(loss, xa, xb, x -> Functions.matmul(x, in[0]).tanh()),
                random(3, 3, 4));
    }

    @Test
    void decorrelatedEqualViewsHaveAlmostNoPlainLoss() {
        double[][] walsh = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
        PtNDArray x = PlainMatrix.tensor(tensors, walsh);
        assertThat(evaluate(loss(1, 0), x, x, y -> y).toDoubleArray()[0]).isLessThan(1e-9);
    }

    @Test
    void plainLossNeitherDrawsNorMixes() {
        PtNDArray x = random(1, 6, 3);
        RandomStream random = new RandomStream(9);
        PairContext context = new PairContext(tensors.codes(new int[6]), random);
        loss(0.1, 0).evaluate(x, x, context);
        assertThat(random.nextLong()).isEqualTo(new RandomStream(9).nextLong());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        PtNDArray x = random(1, 6, 3);
        PairContext none = new PairContext(tensors.codes(new int[6]), new RandomStream(1));
        assertThatThrownBy(() -> loss(0.1, 1).evaluate(x, x, none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inputs that may be interpolated");
        PairContext wrong =
                new PairContext(
                        tensors.codes(new int[6]),
                        new RandomStream(1),
                        (share, order) -> tensors.zeros(DataType.FLOAT64, 6, 2));
        assertThatThrownBy(() -> loss(0.1, 1).evaluate(x, x, wrong)).hasMessageContaining("(6, 2)");
        assertThatThrownBy(() -> loss(0.1, 1).evaluate(random(1, 1, 3), random(1, 1, 3), none))
                .hasMessageContaining("a batch of 1 rows is too small for this loss; it needs 2");
        assertThatThrownBy(() -> loss(-1, 1)).hasMessageContaining("redundancy is -1.0");
        assertThatThrownBy(() -> loss(1, Double.NaN)).hasMessageContaining("mixing is NaN");
    }
}

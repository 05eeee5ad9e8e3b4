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
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IsoGclrTest {
    private static final int SAMPLES = 9;
    private static final IsoGclr.Settings SETTINGS =
            new IsoGclr.Settings(0.7, 0.5, 0.3, 0.1, 2, 0.2, 0.6);

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

    private IsoGclr loss(IsoGclr.Settings settings) {
        return new IsoGclr(tensors, DataType.FLOAT64, SAMPLES, settings);
    }

    private PairContext context(int... ids) {
        return new PairContext(tensors.codes(ids), new RandomStream(1));
    }

    private PtNDArray random(long seed) {
        PtNDArray x = GradientCheck.random(tensors, seed, 5, 3);
        x.setRequiresGradient(true);
        return x;
    }

    /** Batches that share some samples with those before them. */
    private static int[] batch(int step) {
        int[] all = new RandomStream(step).permutation(SAMPLES);
        return Arrays.copyOf(all, 5);
    }

    /** The method in plain Java, for one side; state is s, u, tau of each sample. */
    private static final class Side {
        final double[] s = new double[SAMPLES];
        final double[] u = new double[SAMPLES];
        final double[] tau = new double[SAMPLES];

        Side() {
            Arrays.fill(tau, SETTINGS.temperature());
        }

        /** Adds dL/dS to the slope [anchor][other]; returns the value. */
        double step(double[][] sims, int[] ids, double[][] slope) {
            int n = ids.length;
            double value = 0;
            for (int i = 0; i < n; i++) {
                int id = ids[i];
                double t = tau[id];
                double g = 0;
                for (int j = 0; j < n; j++) {
                    g += i == j ? 0 : Math.exp((sims[i][j] - sims[i][i]) / t) / (n - 1);
                }
                s[id] = s[id] == 0 ? g : 0.3 * s[id] + 0.7 * g;
                double slopeOfTau = Math.log(s[id]) + SETTINGS.rho();
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        double h = sims[i][j] - sims[i][i];
                        double w = Math.exp(h / t) / s[id] / (n - 1);
                        slope[i][j] += w / n;
                        slope[i][i] -= w / n;
                        slopeOfTau -= w * h / t;
                    }
                }
                value += t * (Math.log(s[id]) + SETTINGS.rho()) / n;
                double clipped = Math.max(-5, Math.min(5, slopeOfTau));
                u[id] = 0.4 * u[id] + 0.6 * clipped;
                tau[id] = Math.max(0.1, Math.min(2, t - 0.2 * u[id]));
            }
            return value;
        }
    }

    @Test
    void stepsEqualAReferenceInPlainJava() {
        IsoGclr loss = loss(SETTINGS);
        Side first = new Side();
        Side second = new Side();
        for (int step = 0; step < 6; step++) {
            int[] ids = batch(step);
            PtNDArray a = PairLossOps.unitRows(random(10 + step));
            PtNDArray b = PairLossOps.unitRows(random(30 + step));
            PtNDArray value = loss.evaluate(a, b, context(ids));
            // the rows have length one, so the gradient has no part along them
            double[][] rows = PlainMatrix.of(a);
            double[][] columns = PlainMatrix.of(b);
            double[][] slope = new double[5][5];
            double[][] back = new double[5][5];
            double[][] sims = PlainMatrix.products(rows, columns);
            double expected =
                    first.step(sims, ids, slope)
                            + second.step(PlainMatrix.transposed(sims), ids, back);
            assertThat(value.toDoubleArray()[0]).isCloseTo(expected, within(1e-12));
            double[][] found = PlainMatrix.of(TorchOps.gradient(value, a, false));
            for (int i = 0; i < 5; i++) {
                double[] direct = new double[3];
                for (int j = 0; j < 5; j++) {
                    for (int d = 0; d < 3; d++) {
                        direct[d] += (slope[i][j] + back[j][i]) * columns[j][d];
                    }
                }
                double along = PlainMatrix.dot(direct, rows[i]);
                for (int d = 0; d < 3; d++) {
                    assertThat(found[i][d])
                            .isCloseTo(direct[d] - along * rows[i][d], within(1e-12));
                }
            }
            assertThat(loss.temperatures()[0]).containsExactly(first.tau, within(1e-12));
            assertThat(loss.temperatures()[1]).containsExactly(second.tau, within(1e-12));
        }
        assertThat(first.tau).isNotEqualTo(second.tau);
    }

    @Test
    void gradientIsThatOfTheValueWhenNothingIsRemembered() {
        IsoGclr loss = loss(new IsoGclr.Settings(1, 0.5, 0.3, 0.1, 2, 0, 1));
        PairContext context = context(0, 1, 2, 3, 4);
        GradientCheck.check(
                tensors, in -> loss.evaluate(in[0], in[1], context), random(1), random(2));
    }

    @Test
    void continuesExactlyFromItsSavedState() {
        IsoGclr straight = loss(SETTINGS);
        IsoGclr resumed = loss(SETTINGS);
        for (int step = 0; step < 8; step++) {
            if (step == 4) {
                resumed.restore(straight.save());
            }
            PairContext context = context(batch(step));
            double expected = value(straight, step, context);
            if (step >= 4) {
                assertThat(value(resumed, step, context)).isEqualTo(expected);
            }
        }
        assertThat(resumed.temperatures()).isDeepEqualTo(straight.temperatures());
    }

    private double value(IsoGclr loss, int step, PairContext context) {
        return loss.evaluate(random(step), random(step + 50), context).toDoubleArray()[0];
    }

    @Test
    @SuppressWarnings("try") // the mode is used by being open
    void remembersNothingOfAnEvaluationWithoutGradients() {
        IsoGclr loss = loss(SETTINGS);
        double before;
        try (GradMode off = GradMode.off()) {
            before = value(loss, 1, context(batch(1)));
            assertThat(value(loss, 1, context(batch(1)))).isEqualTo(before);
        }
        assertThat(loss.temperatures()[0]).containsOnly(0.3);
        assertThat(value(loss, 1, context(batch(1)))).isEqualTo(before);
        assertThat(loss.temperatures()[0]).contains(0.3).isNotEqualTo(before(0.3));
    }

    private static double[] before(double temperature) {
        double[] all = new double[SAMPLES];
        Arrays.fill(all, temperature);
        return all;
    }

    @Test
    void smallTemperaturesDoNotOverflow() {
        IsoGclr.Settings sharp = new IsoGclr.Settings(0.5, 0.5, 0.001, 0.001, 2, 0, 1);
        IsoGclr loss = new IsoGclr(tensors, DataType.FLOAT32, SAMPLES, sharp);
        PtNDArray a = Tensors.cast(random(1), DataType.FLOAT32);
        PtNDArray b = Tensors.cast(random(2), DataType.FLOAT32);
        a.setRequiresGradient(true);
        PtNDArray value = loss.evaluate(a, b, context(0, 1, 2, 3, 4));
        assertThat(value.toFloatArray()[0]).isFinite();
        assertThat(TorchOps.gradient(value, a, false).abs().max().toFloatArray()[0]).isFinite();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        IsoGclr loss = loss(SETTINGS);
        assertThatThrownBy(() -> loss.evaluate(random(1), random(2), context(0, 1, 2, 3, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 8 here; the batch has 9");
        assertThatThrownBy(() -> loss.evaluate(random(1), random(2), context(0, 1, -1, 3, 2)))
                .hasMessageContaining("the batch has -1");
        assertThatThrownBy(() -> loss.evaluate(random(1), random(2), context(0, 1)))
                .hasMessageContaining("sample numbers are INT64 (2); needed are INT64 (5)");
        assertThatThrownBy(
                        () ->
                                loss.evaluate(
                                        Tensors.cast(random(1), DataType.FLOAT32),
                                        Tensors.cast(random(1), DataType.FLOAT32),
                                        context(0, 1, 2, 3, 4)))
                .hasMessageContaining("embeddings are FLOAT32, the temperatures FLOAT64");
        assertThatThrownBy(() -> new IsoGclr(tensors, DataType.FLOAT32, 0, SETTINGS))
                .hasMessageContaining("samples is 0");
        assertThatThrownBy(() -> new IsoGclr.Settings(0.8, 0.4, 0.01, 0.05, 1, 0.03, 0.5))
                .hasMessageContaining("temperature is 0.01; it must be between lowest (0.05)");
        assertThatThrownBy(() -> loss(new IsoGclr.Settings(0, 0.4, 0.1, 0.05, 1, 0.03, 0.5)))
                .hasMessageContaining("gamma is 0.0; allowed are 0.001 to 1.0");
    }
}

package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** InfoNCE and SigLIP against closed forms in plain Java. */
class ContrastiveLossTest {
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

    private Parameters parameters() {
        return new Parameters(tensors, 0, DataType.FLOAT64);
    }

    private PairContext context(int rows) {
        int[] ids = new int[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = i;
        }
        return new PairContext(tensors.codes(ids), new RandomStream(1));
    }

    private PtNDArray random(long seed, int rows, int columns) {
        return GradientCheck.random(tensors, seed, rows, columns);
    }

    private PtNDArray scalar(double value) {
        return tensors.full(value, DataType.FLOAT64);
    }

    private PtNDArray identity(int size) {
        double[][] eye = new double[size][size];
        for (int i = 0; i < size; i++) {
            eye[i][i] = 1;
        }
        return PlainMatrix.tensor(tensors, eye);
    }

    private double value(PairLoss loss, PtNDArray a, PtNDArray b) {
        return loss.evaluate(a, b, context((int) a.size(0))).toDoubleArray()[0];
    }

    @Test
    void infoNceHasTheKnownValuesOfSimpleBatches() {
        var plain = new InfoNce.Settings(1, false, false);
        InfoNce loss = new InfoNce(parameters(), "loss", plain);
        assertThat(value(loss, identity(4), identity(4)))
                .isCloseTo(Math.log(Math.E + 3) - 1, within(1e-12));
        PtNDArray same = tensors.full(0.5, DataType.FLOAT64, 64, 3);
        assertThat(value(loss, same, same)).isCloseTo(Math.log(64), within(1e-12));
    }

    @Test
    void sigLipHasTheKnownValueOfZeroLogits() {
        var plain = new SigLip.Settings(1, 0, false, false);
        SigLip loss = new SigLip(parameters(), "loss", plain);
        PtNDArray none = tensors.zeros(DataType.FLOAT64, 64, 3);
        assertThat(value(loss, none, none)).isCloseTo(64 * Math.log(2), within(1e-12));
    }

    /** Value, then gradients by A, B and t. */
    private static double[][] infoNceClosedForm(double[][] a, double[][] b, double t) {
        int n = a.length;
        double[][] s = PlainMatrix.products(a, b);
        double scale = Math.exp(t);
        double[][] slope = new double[n][n];
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double row = 0;
            double column = 0;
            for (int j = 0; j < n; j++) {
                row += Math.exp(scale * s[i][j]);
                column += Math.exp(scale * s[j][i]);
            }
            loss += (Math.log(row) + Math.log(column)) / 2 - scale * s[i][i];
            for (int j = 0; j < n; j++) {
                slope[i][j] += Math.exp(scale * s[i][j]) / row / (2 * n);
                slope[j][i] += Math.exp(scale * s[j][i]) / column / (2 * n);
            }
            slope[i][i] -= 1.0 / n;
        }
        return gradients(a, b, s, scale, slope, loss / n);
    }

    /** Value, then gradients by A, B and t, and the one by beta behind that by t. */
    private static double[][] sigLipClosedForm(double[][] a, double[][] b, double t, double bias) {
        int n = a.length;
        double[][] s = PlainMatrix.products(a, b);
        double scale = Math.exp(t);
        double[][] slope = new double[n][n];
        double loss = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double y = i == j ? 1 : -1;
                double z = scale * s[i][j] + bias;
                loss -= Math.log(PlainMatrix.sigmoid(y * z)) / n;
                slope[i][j] = -y * PlainMatrix.sigmoid(-y * z) / n;
            }
        }
        return gradients(a, b, s, scale, slope, loss);
    }

    private static double[][] gradients(
            double[][] a, double[][] b, double[][] s, double scale, double[][] slope, double loss) {
        double[][] da = new double[a.length][a[0].length];
        double[][] db = new double[a.length][a[0].length];
        double dt = 0;
        double dBias = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                dt += slope[i][j] * scale * s[i][j];
                dBias += slope[i][j];
                for (int d = 0; d < a[0].length; d++) {
                    da[i][d] += scale * slope[i][j] * b[j][d];
                    db[j][d] += scale * slope[i][j] * a[i][d];
                }
            }
        }
        return new double[][] {{loss}, PlainMatrix.flat(da), PlainMatrix.flat(db), {dt}, {dBias}};
    }

    private double largestDifference(boolean sigmoid, long seed) {
        Parameters parameters = parameters();
        PtNDArray a = random(seed, 6, 3);
        PtNDArray b = random(seed + 1, 6, 3);
        a.setRequiresGradient(true);
        b.setRequiresGradient(true);
        PairLoss loss =
                sigmoid
                        ? new SigLip(parameters, "loss", new SigLip.Settings(0.4, -2, true, false))
                        : new InfoNce(parameters, "loss", new InfoNce.Settings(0.4, true, false));
        PtNDArray value = loss.evaluate(a, b, context(6));
        double t = -Math.log(0.4);
        double[][] expected =
                sigmoid
                        ? sigLipClosedForm(PlainMatrix.of(a), PlainMatrix.of(b), t, -2)
                        : infoNceClosedForm(PlainMatrix.of(a), PlainMatrix.of(b), t);
        double largest = relative(value, expected[0]);
        PtNDArray[] by =
                sigmoid
                        ? new PtNDArray[] {
                            a, b, parameters.get("loss.logScale"), parameters.get("loss.bias")
                        }
                        : new PtNDArray[] {a, b, parameters.get("loss.logScale")};
        PtNDArray[] found = TorchOps.gradients(value, by, false);
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, relative(found[i], expected[1 + i]));
        }
        return largest;
    }

    private static double relative(PtNDArray found, double[] expected) {
        double[] values = found.toDoubleArray();
        assertThat(values).hasSameSizeAs(expected);
        double largest = 0;
        double size = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i] - expected[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        return largest / size;
    }

    @ClaimOf(
            area = Area.LOSS,
            value = {"infonce", "siglip"})
    @Test
    void valuesAndGradientsEqualTheClosedForms() {
        for (String name : new String[] {"infonce", "siglip"}) {
            double largest = 0;
            for (long seed = 0; seed < 20; seed++) {
                largest = Math.max(largest, largestDifference(name.equals("siglip"), 2 * seed));
            }
            assertThat(largest).isLessThan(1e-12);
            MeasuredClaim.of(Area.LOSS, name)
                    .figure("batches", 20)
                    .figure("difference", largest)
                    .shows(
                            "value and gradients by both views and by what is learned equal the"
                                    + " closed forms on {batches} random batches; largest relative"
                                    + " difference {difference} in double precision");
        }
    }

    @Test
    void gradientsThroughUnitLengthEqualFiniteDifferences() {
        GradientCheck.check(
                tensors,
                in ->
                        PairLossOps.infoNce(
                                PairLossOps.unitRows(in[0]), PairLossOps.unitRows(in[1]), in[2]),
                random(1, 5, 3),
                random(2, 5, 3),
                scalar(1.3));
        GradientCheck.check(
                tensors,
                in ->
                        PairLossOps.sigLip(
                                PairLossOps.unitRows(in[0]),
                                PairLossOps.unitRows(in[1]),
                                in[2],
                                in[3]),
                random(3, 5, 3),
                random(4, 5, 3),
                scalar(0.8),
                scalar(-1.5));
    }

    @Test
    void lengthOfEmbeddingsDoesNotMatterUnlessToldSo() {
        PtNDArray a = random(5, 6, 3);
        PtNDArray b = random(6, 6, 3);
        InfoNce unit = new InfoNce(parameters(), "x", new InfoNce.Settings(0.5, false, true));
        InfoNce raw = new InfoNce(parameters(), "y", new InfoNce.Settings(0.5, false, false));
        PtNDArray longer = a.add(a);
        assertThat(value(unit, longer, b)).isCloseTo(value(unit, a, b), within(1e-12));
        assertThat(value(raw, longer, b)).isNotCloseTo(value(raw, a, b), within(1e-3));
    }

    @Test
    void learnedTemperatureStaysWithinItsBounds() {
        Parameters parameters = parameters();
        InfoNce loss = new InfoNce(parameters, "loss", new InfoNce.Settings(0.02, true, true));
        PtNDArray a = random(7, 6, 3);
        PtNDArray t = parameters.get("loss.logScale");
        try (Sgd sgd = new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0))) {
            for (double rate : new double[] {1e6, 0}) {
                PtNDArray value = loss.evaluate(a, a, context(6));
                assertThat(t.toDoubleArray()[0]).isLessThanOrEqualTo(Math.log(100));
                sgd.step(rate, TorchOps.gradients(value, new PtNDArray[] {t}, false));
            }
        }
        assertThat(t.toDoubleArray()[0]).isEqualTo(Math.log(100));
    }

    @Test
    void fixedTemperatureIsNoTrainableParameter() {
        Parameters fixed = parameters();
        new InfoNce(fixed, "loss", new InfoNce.Settings(0.07, false, true));
        new SigLip(fixed, "other", new SigLip.Settings(0.1, -10, false, true));
        assertThat(fixed.trainableCount()).isZero();
        assertThat(fixed.names()).containsExactly("loss.logScale", "other.logScale", "other.bias");
        assertThat(fixed.floats("other.bias")).containsExactly(-10);
        Parameters learned = parameters();
        new SigLip(learned, "loss", SigLip.Settings.DEFAULT);
        assertThat(learned.trainableCount()).isEqualTo(2);
    }

    @Test
    void singlePrecisionIsNearDoublePrecision() {
        PtNDArray a = random(8, 6, 3);
        PtNDArray b = random(9, 6, 3);
        Parameters single = new Parameters(tensors, 0);
        InfoNce wide = new InfoNce(parameters(), "x", InfoNce.Settings.DEFAULT);
        InfoNce narrow = new InfoNce(single, "x", InfoNce.Settings.DEFAULT);
        PtNDArray loss =
                narrow.evaluate(
                        Tensors.cast(a, DataType.FLOAT32),
                        Tensors.cast(b, DataType.FLOAT32),
                        context(6));
        assertThat((double) loss.toFloatArray()[0]).isCloseTo(value(wide, a, b), within(1e-4));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        InfoNce loss = new InfoNce(parameters(), "x", InfoNce.Settings.DEFAULT);
        PairContext context = context(4);
        assertThatThrownBy(() -> loss.evaluate(random(1, 4, 3), random(1, 4, 2), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(4, 3)")
                .hasMessageContaining("(4, 2)");
        assertThatThrownBy(() -> loss.evaluate(tensors.of(new double[3]), random(1, 3, 1), context))
                .hasMessageContaining("first views are FLOAT64 (3)");
        assertThatThrownBy(
                        () ->
                                new InfoNce(
                                        parameters(),
                                        "x",
                                        new InfoNce.Settings(Double.NaN, true, true)))
                .hasMessageContaining("temperature is NaN; allowed are 0.01 to 1.0");
        assertThatThrownBy(
                        () -> new SigLip(parameters(), "x", new SigLip.Settings(2, 0, true, true)))
                .hasMessageContaining("temperature is 2.0");
    }
}

package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.NoSettings;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference trajectories do not show of optimizers. */
class OptimizerBehaviourTest {
    private final Tensors tensors = Tensors.open();
    private final Parameters parameters = new Parameters(tensors, 0, DataType.FLOAT64);

    @AfterEach
    void close() {
        parameters.close();
        tensors.close();
    }

    private PtNDArray weight(String name, double value, long... shape) {
        return parameters.trainable(name, Initializer.constant(value), shape);
    }

    private static PtNDArray[] one(PtNDArray gradient) {
        return new PtNDArray[] {gradient};
    }

    // ---- muon

    @Test
    void orthogonalisedMatricesHaveSingularValuesNearOneWhateverTheirShape() {
        for (long[] shape : new long[][] {{6, 4}, {4, 6}, {3, 5, 4}}) {
            PtNDArray matrix = GradientCheck.random(tensors, 3, shape);
            PtNDArray result = OptimizerOps.orthogonalised(matrix, 6);
            assertThat(result.getShape()).isEqualTo(matrix.getShape());
            for (double value : TorchOps.svd(result).values().toDoubleArray()) {
                assertThat(value).as(Arrays.toString(shape)).isBetween(0.6, 1.3);
            }
        }
    }

    @Test
    void batchesOfMatricesAreOrthogonalisedOneByOne() {
        PtNDArray both = GradientCheck.random(tensors, 4, 2, 3, 4);
        double[] together = OptimizerOps.orthogonalised(both, 5).toDoubleArray();
        double[] second = OptimizerOps.orthogonalised((PtNDArray) both.get(1), 5).toDoubleArray();
        assertThat(Arrays.copyOfRange(together, 12, 24)).containsExactly(second, within(1e-12));
    }

    @Test
    void matricesHaveTwoLongAxes() {
        assertThat(Muon.isMatrix(tensors.zeros(DataType.FLOAT32, 2, 3))).isTrue();
        assertThat(Muon.isMatrix(tensors.zeros(DataType.FLOAT32, 5, 2, 3))).isTrue();
        assertThat(Muon.isMatrix(tensors.zeros(DataType.FLOAT32, 5, 1, 3))).isFalse();
        assertThat(Muon.isMatrix(tensors.zeros(DataType.FLOAT32, 3))).isFalse();
    }

    // ---- frugal

    @Test
    void frugalEqualsAPlainReferenceOverSeveralChoicesOfColumns() {
        try (ReferenceProblem problem = new ReferenceProblem("frugal")) {
            double[] p = problem.values();
            double[][] m = new double[2][10];
            for (int t = 1; t <= 40; t++) {
                int round = (t - 1) / 7;
                int column = new RandomStream(Seeds.hash(round, "a")).permutation(3)[0];
                int since = (t - 1) % 7 + 1;
                double[] g = ReferenceProblem.formula(p, t);
                for (int i = 0; i < 10; i++) {
                    boolean vector = i >= 6;
                    if (!vector && since == 1) {
                        m[0][i] = 0;
                        m[1][i] = 0;
                    }
                    if (vector || i % 3 == column) {
                        int age = vector ? t : since;
                        m[0][i] = 0.9 * m[0][i] + 0.1 * g[i];
                        m[1][i] = 0.99 * m[1][i] + 0.01 * g[i] * g[i];
                        double mean = m[0][i] / (1 - Math.pow(0.9, age));
                        double square = m[1][i] / (1 - Math.pow(0.99, age));
                        p[i] -= ReferenceProblem.rate(t) * mean / (Math.sqrt(square) + 1e-8);
                    } else {
                        p[i] -= ReferenceProblem.rate(t) * Math.signum(g[i]);
                    }
                }
                problem.step(t);
                assertThat(problem.values()).as("step %d", t).containsExactly(p, within(1e-12));
            }
        }
    }

    @Test
    void frugalKeepsMeansOfTheChosenColumnsOnly() {
        weight("w", 1, 6, 8);
        weight("b", 1, 8);
        try (Optimizer frugal = new Frugal(tensors, parameters.group(), Frugal.Settings.DEFAULT)) {
            assertThat(frugal.state().get("m/w").getShape().getShape()).containsExactly(6, 2);
            assertThat(frugal.state().get("v/b").getShape().getShape()).containsExactly(8);
        }
    }

    // ---- layer-wise methods and normalised descent

    @ParameterizedTest
    @ValueSource(strings = {"lars", "lamb"})
    void weightsThatStartAtZeroMove(String method) {
        PtNDArray w = weight("w", 0, 2, 2);
        PtNDArray gradient = tensors.of(new double[] {1, 1, 1, 1}, 2, 2);
        try (Optimizer optimizer =
                method.equals("lars")
                        ? new Lars(tensors, parameters.group(), Lars.Settings.DEFAULT)
                        : new Lamb(tensors, parameters.group(), Lamb.Settings.DEFAULT)) {
            optimizer.step(0.1, one(gradient));
        }
        assertThat(w.max().toDoubleArray()[0]).isNegative();
    }

    @Test
    void layerwiseStepsAreAShareOfTheNormWhateverTheGradientsSize() {
        PtNDArray w = weight("w", 2, 2, 2);
        try (Optimizer lars = new Lars(tensors, parameters.group(), Lars.Settings.DEFAULT)) {
            lars.step(0.1, one(tensors.of(new double[] {1e6, 1e6, 1e6, 1e6}, 2, 2)));
        }
        assertThat(w.toDoubleArray()).containsOnly(2 - 0.1 * 2);
    }

    @Test
    void aGradientOfZeroMovesNothing() {
        PtNDArray w = weight("w", 2, 3);
        try (Optimizer optimizer = new NormalizedGd(parameters.group(), new NoSettings())) {
            optimizer.step(0.1, one(tensors.zeros(DataType.FLOAT64, 3)));
        }
        assertThat(w.toDoubleArray()).containsOnly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adagrad", "lars", "lamb", "muon", "frugal", "normalized-gd"})
    void stepsInSinglePrecisionFollowThoseInDouble(String method) {
        try (Tensors other = Tensors.open();
                Parameters narrow = new Parameters(other, 0)) {
            PtNDArray w = weight("w", 0.5, 3, 4);
            PtNDArray n = narrow.trainable("w", Initializer.constant(0.5), 3, 4);
            PtNDArray gradient = GradientCheck.random(tensors, 5, 3, 4);
            OptimizerFactory factory =
                    OptimizerMethods.ALL.stream()
                            .filter(entry -> entry.name().equals(method))
                            .findFirst()
                            .orElseThrow()
                            .standard()
                            .plan();
            try (Optimizer wide = factory.create(tensors, parameters.group());
                    Optimizer small = factory.create(other, narrow.group())) {
                for (int step = 0; step < 3; step++) {
                    wide.step(0.01, one(gradient));
                    small.step(0.01, one(Tensors.cast(gradient, DataType.FLOAT32)));
                }
            }
            assertThat(Tensors.cast(n, DataType.FLOAT64).toDoubleArray())
                    .containsExactly(w.toDoubleArray(), within(1e-4));
        }
    }

    // ---- bad input

    @Test
    void wrongShapesAndSettingsAreNamed() {
        weight("w", 1, 2, 2);
        var group = parameters.group();
        try (Optimizer adagrad = new Adagrad(tensors, group, Adagrad.Settings.DEFAULT)) {
            assertThatThrownBy(() -> adagrad.step(1, one(tensors.zeros(DataType.FLOAT64, 4))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("gradient of w has shape (4); the parameter's is (2, 2)");
        }
        assertThatThrownBy(() -> new Lamb.Settings(0.9, 0.9, 1e-6, 0, 3, 2, false))
                .hasMessageContaining("smallestNorm is 3.0, above largestNorm, which is 2.0");
        assertThatThrownBy(() -> new Lars.Settings(0.9, 0, 3, 2, false))
                .hasMessageContaining("smallestNorm");
        assertThatThrownBy(() -> new AdagradNorm(tensors, group, new AdagradNorm.Settings(0)))
                .hasMessageContaining("start is 0.0");
        assertThatThrownBy(
                        () ->
                                new Sam(
                                        tensors,
                                        group,
                                        new Sam.Settings(Double.NaN, false, Base.SGD, 0.9, 0)))
                .hasMessageContaining("rho is NaN");
        assertThatThrownBy(() -> new Sso(group, new Sso.Settings(0, 1)))
                .hasMessageContaining("innerSteps is 0");
    }

    @Test
    @SuppressWarnings("try") // the mode is used by being open
    void oneCallForAllLayersDoesWhatOneForEachDoes() {
        PtNDArray[] together = {weight("a", 1, 3, 2), weight("b", 2, 4, 5)};
        PtNDArray[] apart = {weight("c", 1, 3, 2), weight("d", 2, 4, 5)};
        PtNDArray[] gradients = {
            GradientCheck.random(tensors, 1, 3, 2), GradientCheck.random(tensors, 2, 4, 5)
        };
        var all = parameters.group();
        try (Optimizer one = new Lamb(tensors, all.subList(0, 2), Lamb.Settings.DEFAULT);
                Optimizer first = new Lamb(tensors, all.subList(2, 3), Lamb.Settings.DEFAULT);
                Optimizer second = new Lamb(tensors, all.subList(3, 4), Lamb.Settings.DEFAULT);
                GradMode off = GradMode.off()) {
            one.step(0.1, gradients);
            first.step(0.1, one(gradients[0]));
            second.step(0.1, one(gradients[1]));
            for (int i = 0; i < 2; i++) {
                assertThat(Functions.detach(together[i]).toDoubleArray())
                        .isEqualTo(apart[i].toDoubleArray());
            }
        }
    }
}

package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorBytes;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against trajectories of PyTorch; {@code reference_trajectories.py} says how they were made. */
class OptimizerTest {
    private static final int STEPS = 200;

    /** The two parameters of the reference problem and the optimizer under test. */
    private static final class Problem implements AutoCloseable {
        final Tensors tensors = Tensors.open();
        final Parameters parameters = new Parameters(tensors, 0, DataType.FLOAT64);
        final PtNDArray a;
        final PtNDArray b;
        final Optimizer optimizer;

        Problem(String method) {
            a = parameters.trainable("a", (v, shape, random) -> fill(v, 1), 2, 3);
            b = parameters.trainable("b", (v, shape, random) -> fill(v, 7), 4);
            optimizer = optimizer(method);
        }

        private static void fill(double[] values, int first) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.sin(first + i);
            }
        }

        private Optimizer optimizer(String method) {
            var group = parameters.group();
            return switch (method) {
                case "adamw" -> new AdamW(tensors, group, AdamW.Settings.DEFAULT);
                case "adamw-wide" ->
                        new AdamW(tensors, group, new AdamW.Settings(0.5, 0.9, 1e-3, 0.3));
                case "adam" -> new AdamW(tensors, group, new AdamW.Settings(0.9, 0.999, 1e-7, 0));
                case "sgd" -> new Sgd(tensors, group, new Sgd.Settings(0, false, 0));
                case "sgd-decay" -> new Sgd(tensors, group, new Sgd.Settings(0, false, 0.2));
                case "sgd-momentum" -> new Sgd(tensors, group, Sgd.Settings.DEFAULT);
                case "sgd-nesterov-decay" ->
                        new Sgd(tensors, group, new Sgd.Settings(0.8, true, 0.1));
                default -> throw new IllegalArgumentException(method);
            };
        }

        void takeWeightsOf(Problem other) {
            for (String name : parameters.names()) {
                parameters.set(name, TensorBytes.read(other.parameters.get(name)));
            }
        }

        double[] values() {
            return DoubleStream.concat(
                            Arrays.stream(a.toDoubleArray()), Arrays.stream(b.toDoubleArray()))
                    .toArray();
        }

        @SuppressWarnings("try") // the scope is used by being open
        void step(int t) {
            double[] p = values();
            double[] g = new double[p.length];
            for (int i = 0; i < g.length; i++) {
                double scale = 0.1 * Math.pow(i + 1, 1.5);
                g[i] = scale * (p[i] - Math.cos(i)) + 0.1 * Math.sin(0.37 * t + i);
            }
            double rate = 0.05 * (1 + Math.cos(Math.PI * (t - 1) / STEPS)) / 2;
            try (TensorScope scope = TensorScope.open()) {
                PtNDArray[] gradients = {
                    tensors.of(Arrays.copyOf(g, 6), 2, 3),
                    tensors.of(Arrays.copyOfRange(g, 6, 10), 4)
                };
                optimizer.step(rate, gradients);
            }
        }

        @Override
        public void close() {
            optimizer.close();
            parameters.close();
            tensors.close();
        }
    }

    private static JsonNode reference(String method) throws IOException {
        try (InputStream in =
                OptimizerTest.class.getResourceAsStream("reference-trajectories.json")) {
            return new ObjectMapper().readTree(in).path("cases").path(method);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adamw",
                "adamw-wide",
                "adam",
                "sgd",
                "sgd-decay",
                "sgd-momentum",
                "sgd-nesterov-decay"
            })
    void trajectoryEqualsPyTorchs(String method) throws IOException {
        JsonNode kept = reference(method);
        int compared = 0;
        try (Problem problem = new Problem(method)) {
            for (int t = 1; t <= STEPS; t++) {
                problem.step(t);
                double[] values = problem.values();
                JsonNode expected = kept.path(String.valueOf(t));
                for (int i = 0; i < expected.size(); i++) {
                    double reference = expected.get(i).doubleValue();
                    assertThat(values[i])
                            .as("%s, step %d, value %d", method, t, i)
                            .isCloseTo(reference, within(1e-10 * Math.abs(reference)));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adamw", "sgd-nesterov-decay"})
    void continuesExactlyFromItsSavedState(String method) {
        try (Problem straight = new Problem(method);
                Problem resumed = new Problem(method)) {
            for (int t = 1; t <= 20; t++) {
                straight.step(t);
            }
            resumed.takeWeightsOf(straight);
            resumed.optimizer.restore(straight.optimizer.steps());
            straight.optimizer
                    .state()
                    .forEach(
                            (name, tensor) ->
                                    TensorBytes.write(
                                            TensorBytes.read(tensor),
                                            resumed.optimizer.state().get(name)));
            for (int t = 21; t <= 40; t++) {
                straight.step(t);
                resumed.step(t);
            }
            assertThat(resumed.values()).isEqualTo(straight.values());
        }
    }

    @Test
    void weightsWithoutTheStateGoElsewhere() {
        try (Problem straight = new Problem("adamw");
                Problem restarted = new Problem("adamw")) {
            straight.step(1);
            restarted.takeWeightsOf(straight);
            straight.step(2);
            restarted.step(2);
            assertThat(restarted.values()).isNotEqualTo(straight.values());
        }
    }

    @Test
    void stateIsNamedAfterSlotAndParameter() {
        try (Problem adam = new Problem("adamw");
                Problem plain = new Problem("sgd");
                Problem momentum = new Problem("sgd-momentum")) {
            assertThat(adam.optimizer.state().keySet()).containsExactly("m/a", "m/b", "v/a", "v/b");
            assertThat(momentum.optimizer.state().keySet())
                    .containsExactly("momentum/a", "momentum/b");
            assertThat(plain.optimizer.state()).isEmpty();
        }
    }

    @ClaimOf(
            area = Area.OPTIMIZER,
            value = {"sgd", "adamw"})
    @Test
    void differencesFromPyTorchAreRounding() throws IOException {
        Map<String, List<String>> cases =
                Map.of(
                        "sgd",
                        List.of("sgd", "sgd-decay", "sgd-momentum", "sgd-nesterov-decay"),
                        "adamw",
                        List.of("adamw", "adamw-wide", "adam"));
        for (var method : cases.entrySet()) {
            double largest = 0;
            for (String variant : method.getValue()) {
                largest = Math.max(largest, largestDifference(variant));
            }
            assertThat(largest).isLessThan(1e-10);
            MeasuredClaim.of(Area.OPTIMIZER, method.getKey())
                    .figure("settings", method.getValue().size())
                    .figure("difference", largest)
                    .shows(
                            "200 steps equal PyTorch's with {settings} different settings; largest"
                                    + " relative difference {difference} in double precision");
        }
    }

    private static double largestDifference(String method) throws IOException {
        JsonNode kept = reference(method);
        double largest = 0;
        try (Problem problem = new Problem(method)) {
            for (int t = 1; t <= STEPS; t++) {
                problem.step(t);
                double[] values = problem.values();
                JsonNode expected = kept.path(String.valueOf(t));
                for (int i = 0; i < expected.size(); i++) {
                    double reference = expected.get(i).doubleValue();
                    largest = Math.max(largest, Math.abs(values[i] / reference - 1));
                }
            }
        }
        return largest;
    }

    @Test
    void settingsOutOfRangeNameTheFieldAndTheRange() {
        try (Problem problem = new Problem("sgd")) {
            Tensors tensors = problem.tensors;
            var group = problem.parameters.group();
            assertThatThrownBy(
                            () -> new AdamW(tensors, group, new AdamW.Settings(1.5, 0.9, 1e-8, 0)))
                    .hasMessageContaining("beta1 is 1.5; allowed are 0.0 to 0.999999");
            assertThatThrownBy(() -> new AdamW(tensors, group, new AdamW.Settings(0.9, 0.9, 0, 0)))
                    .hasMessageContaining("epsilon");
            assertThatThrownBy(
                            () -> new Sgd(tensors, group, new Sgd.Settings(0.9, false, Double.NaN)))
                    .hasMessageContaining("weightDecay is NaN");
            assertThatThrownBy(() -> new Sgd.Settings(0, true, 0)).hasMessageContaining("nesterov");
            assertThatThrownBy(() -> problem.optimizer.step(Double.NaN, new PtNDArray[2]))
                    .hasMessageContaining("learning rate is NaN");
            assertThatThrownBy(() -> problem.optimizer.step(1, new PtNDArray[1]))
                    .hasMessageContaining("1 gradients for 2 parameters");
        }
    }
}

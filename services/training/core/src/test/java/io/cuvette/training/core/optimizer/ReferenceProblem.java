package io.cuvette.training.core.optimizer;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.training.core.method.NoSettings;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorBytes;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

/** The problem of {@code reference_trajectories.py} and the optimizer under test. */
final class ReferenceProblem implements AutoCloseable {
    static final int STEPS = 200;

    final Tensors tensors = Tensors.open();
    final Parameters parameters = new Parameters(tensors, 0, DataType.FLOAT64);
    final PtNDArray a;
    final PtNDArray b;
    final Optimizer optimizer;

    ReferenceProblem(String method) {
        a = parameters.trainable("a", (v, shape, random) -> fill(v, 1), 2, 3);
        b = parameters.trainable("b", (v, shape, random) -> fill(v, 7), 4);
        optimizer = optimizer(method).create(tensors, parameters.group());
    }

    private static void fill(double[] values, int first) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(first + i);
        }
    }

    /** The weights that were kept of a case, by step. */
    static JsonNode reference(String method) throws IOException {
        try (InputStream in =
                ReferenceProblem.class.getResourceAsStream("reference-trajectories.json")) {
            return new ObjectMapper().readTree(in).path("cases").path(method);
        }
    }

    private static OptimizerFactory optimizer(String method) {
        return switch (method) {
            case "adamw" -> (t, g) -> new AdamW(t, g, AdamW.Settings.DEFAULT);
            case "adamw-wide" -> (t, g) -> new AdamW(t, g, new AdamW.Settings(0.5, 0.9, 1e-3, 0.3));
            case "adam" -> (t, g) -> new AdamW(t, g, new AdamW.Settings(0.9, 0.999, 1e-7, 0));
            case "sgd" -> (t, g) -> new Sgd(t, g, new Sgd.Settings(0, false, 0));
            case "sgd-decay" -> (t, g) -> new Sgd(t, g, new Sgd.Settings(0, false, 0.2));
            case "sgd-momentum" -> (t, g) -> new Sgd(t, g, Sgd.Settings.DEFAULT);
            case "sgd-nesterov-decay" -> (t, g) -> new Sgd(t, g, new Sgd.Settings(0.8, true, 0.1));
            case "adagrad" -> (t, g) -> new Adagrad(t, g, Adagrad.Settings.DEFAULT);
            case "adagrad-wide" -> (t, g) -> new Adagrad(t, g, new Adagrad.Settings(0.1));
            case "adagrad-norm" -> (t, g) -> new AdagradNorm(t, g, AdagradNorm.Settings.DEFAULT);
            case "adagrad-norm-late" ->
                    (t, g) -> new AdagradNorm(t, g, new AdagradNorm.Settings(3));
            case "normalized-gd" -> (t, g) -> new NormalizedGd(g, new NoSettings());
            case "lars" -> (t, g) -> new Lars(t, g, Lars.Settings.DEFAULT);
            case "lars-vectors" ->
                    (t, g) -> new Lars(t, g, new Lars.Settings(0.8, 0.1, 0.5, 1.2, true));
            case "lamb" -> (t, g) -> new Lamb(t, g, Lamb.Settings.DEFAULT);
            case "lamb-vectors" ->
                    (t, g) ->
                            new Lamb(t, g, new Lamb.Settings(0.8, 0.9, 1e-4, 0.1, 0.5, 1.2, true));
            case "muon" -> (t, g) -> new Muon(t, g, Muon.Settings.DEFAULT);
            case "muon-plain" ->
                    (t, g) -> new Muon(t, g, new Muon.Settings(0.8, false, 3, 0.1, 0.5, 0.9, 0.95));
            case "sam" -> (t, g) -> new Sam(t, g, Sam.Settings.DEFAULT);
            case "sam-tasks" ->
                    (t, g) -> new Sam(t, g, new Sam.Settings(0.5, true, Base.SGD, 0.5, 0));
            case "sam-adamw" ->
                    (t, g) -> new Sam(t, g, new Sam.Settings(0.1, false, Base.ADAMW, 0.9, 0));
            case "frugal" ->
                    (t, g) -> new Frugal(t, g, new Frugal.Settings(0.4, 7, 1, 0.9, 0.99, 1e-8, 0));
            case "sso" -> (t, g) -> new Sso(g, Sso.Settings.DEFAULT);
            case "agvm" -> (t, g) -> new Agvm(t, g, Agvm.Settings.DEFAULT);
            case "agvm-adamw" ->
                    (t, g) -> new Agvm(t, g, new Agvm.Settings(0.5, 3, 10, 1, Base.ADAMW, 0.9, 0));
            default -> throw new IllegalArgumentException(method);
        };
    }

    void takeWeightsOf(ReferenceProblem other) {
        for (String name : parameters.names()) {
            parameters.set(name, TensorBytes.read(other.parameters.get(name)));
        }
    }

    /** As a checkpoint does it: the tensors by name, then the number of steps. */
    void takeStateOf(ReferenceProblem other) {
        other.optimizer
                .state()
                .forEach(
                        (name, tensor) ->
                                TensorBytes.write(
                                        TensorBytes.read(tensor), optimizer.state().get(name)));
        optimizer.restore(other.optimizer.steps());
    }

    double[] values() {
        return DoubleStream.concat(
                        Arrays.stream(a.toDoubleArray()), Arrays.stream(b.toDoubleArray()))
                .toArray();
    }

    @SuppressWarnings("try") // the scope is used by being open
    void step(int t) {
        try (TensorScope scope = TensorScope.open()) {
            optimizer.step(rate(t), gradients(t, (g, i) -> g), new Look(t));
        }
    }

    /** The formula at the weights as they are, with each element changed by its index. */
    private PtNDArray[] gradients(int t, DoubleBinaryOperator change) {
        double[] g = formula(values(), t);
        for (int i = 0; i < g.length; i++) {
            g[i] = change.applyAsDouble(g[i], i);
        }
        return new PtNDArray[] {
            tensors.of(Arrays.copyOf(g, 6), 2, 3), tensors.of(Arrays.copyOfRange(g, 6, 10), 4)
        };
    }

    static double[] formula(double[] p, int t) {
        double[] g = new double[p.length];
        for (int i = 0; i < g.length; i++) {
            double scale = 0.1 * Math.pow(i + 1, 1.5);
            g[i] = scale * (p[i] - Math.cos(i)) + 0.1 * Math.sin(0.37 * t + i);
        }
        return g;
    }

    static double rate(int t) {
        return 0.05 * (1 + Math.cos(Math.PI * (t - 1) / STEPS)) / 2;
    }

    private final class Look implements StepEvaluation {
        private final int t;

        Look(int t) {
            this.t = t;
        }

        @Override
        public PtNDArray[] gradients() {
            return ReferenceProblem.this.gradients(t, (g, i) -> g);
        }

        @Override
        public Map<String, PtNDArray[]> taskGradients() {
            return Map.of(
                    "first",
                    ReferenceProblem.this.gradients(t, (g, i) -> (0.3 + 0.05 * i) * g),
                    "second",
                    ReferenceProblem.this.gradients(t, (g, i) -> (0.7 - 0.05 * i) * g));
        }

        @Override
        public List<PtNDArray[]> batchGradients() {
            return List.of(noisy(0.3), noisy(-0.3));
        }

        private PtNDArray[] noisy(double size) {
            return ReferenceProblem.this.gradients(
                    t, (g, i) -> g + size * Math.sin(1.7 * t + 2 * i + 1));
        }

        @Override
        public OutputSurrogate outputSurrogate() {
            double[] z = values();
            PtNDArray[] d = gradients();
            return stepSize -> {
                double[] p = values();
                double[] g =
                        DoubleStream.concat(
                                        Arrays.stream(d[0].toDoubleArray()),
                                        Arrays.stream(d[1].toDoubleArray()))
                                .toArray();
                for (int i = 0; i < g.length; i++) {
                    g[i] += (p[i] - z[i]) / stepSize;
                }
                return new PtNDArray[] {
                    tensors.of(Arrays.copyOf(g, 6), 2, 3),
                    tensors.of(Arrays.copyOfRange(g, 6, 10), 4)
                };
            };
        }
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
        tensors.close();
    }
}

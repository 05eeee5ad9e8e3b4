package io.cuvette.reactormodel.acceptance;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/** Adapts one network to several reactors at once, each from runs of its own. */
final class FewShots {
    private static final int BLOCK = 256;

    /** Physics on scaled outputs of the collocation runs. */
    interface Physics {
        PtNDArray loss(PtNDArray yETB2, int epoch);
    }

    /**
     * @param weightOfData of the mean squared error beside the physics
     * @param collocation scaled inputs of each reactor
     */
    record PhysicsTerm(Physics physics, double weightOfData, List<Windows> collocation) {}

    private FewShots() {}

    /** Weights that nobody trained, the same for all reactors. */
    static NetworkWeights scratch(Architecture architecture, long seed, boolean zeroHead) {
        NetworkWeights weights = NetworkWeights.untrained(architecture, seed);
        if (zeroHead) {
            java.util.Arrays.fill(weights.values().get("head.kernel"), 0);
        }
        return weights;
    }

    /** Adapted weights, a model for each reactor. */
    static NetworkWeights adapt(NetworkWeights start, List<Windows> shots, int epochs) {
        return adapt(start, shots, epochs, null);
    }

    static NetworkWeights adapt(
            NetworkWeights start, List<Windows> shots, int epochs, PhysicsTerm physics) {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0)) {
            int models = shots.size();
            RecurrentStack stack = start.create(parameters, "rnn", models);
            int steps = shots.get(0).steps();
            long runs = shots.get(0).count();
            PtNDArray y = targets(tensors, shots);
            PtNDArray x = inputs(tensors, shots);
            PtNDArray all =
                    physics == null
                            ? x
                            : (PtNDArray) x.concat(inputs(tensors, physics.collocation()), 2);
            new FineTuning(epochs, 1e-3)
                    .run(
                            parameters,
                            (tape, epoch) -> {
                                PtNDArray out = stack.forward(tape, all, steps);
                                if (physics == null) {
                                    return Functions.times(
                                            Functions.meanSquaredError(out, y), models);
                                }
                                NDList parts = out.split(new long[] {runs}, 2);
                                PtNDArray data =
                                        Functions.meanSquaredError((PtNDArray) parts.get(0), y);
                                PtNDArray term =
                                        physics.physics().loss((PtNDArray) parts.get(1), epoch);
                                return Functions.times(data, models * physics.weightOfData())
                                        .add(term);
                            });
            return NetworkWeights.of(parameters, "rnn", start.architecture().withModels(models));
        }
    }

    /** Scaled predictions of each reactor's own model, laid out as targets are. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    static float[][] predict(NetworkWeights adapted, List<Windows> windows) {
        int models = windows.size();
        float[][] results = new float[models][];
        for (int e = 0; e < models; e++) {
            Windows w = windows.get(e);
            results[e] = new float[w.count() * w.targetSize()];
            try (Tensors tensors = Tensors.open();
                    Parameters parameters = new Parameters(tensors, 0);
                    GradMode off = GradMode.off()) {
                RecurrentStack stack = adapted.model(e).create(parameters, "rnn", 1);
                for (int from = 0; from < w.count(); from += BLOCK) {
                    try (TensorScope scope = TensorScope.open()) {
                        int to = Math.min(w.count(), from + BLOCK);
                        int[] rows = java.util.stream.IntStream.range(from, to).toArray();
                        PtNDArray x = inputs(tensors, List.of(w.select(rows)));
                        float[] y = stack.evaluate(x, w.steps()).toFloatArray();
                        for (int i = 0; i < rows.length; i++) {
                            for (int t = 0; t < w.steps(); t++) {
                                System.arraycopy(
                                        y,
                                        (t * rows.length + i) * w.outputs(),
                                        results[e],
                                        (from + i) * w.targetSize() + t * w.outputs(),
                                        w.outputs());
                            }
                        }
                    }
                }
            }
        }
        return results;
    }

    /** Mean squared error of each reactor's model in scaled units. */
    static double[] errors(NetworkWeights adapted, List<Windows> windows) {
        float[][] predicted = predict(adapted, windows);
        double[] errors = new double[windows.size()];
        for (int e = 0; e < errors.length; e++) {
            errors[e] = meanSquare(predicted[e], windows.get(e).targets());
        }
        return errors;
    }

    static double meanSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double off = (double) a[i] - b[i];
            sum += off * off;
        }
        return sum / a.length;
    }

    /** {@code [E, 1 or T, B, F]}. */
    static PtNDArray inputs(Tensors tensors, List<Windows> windows) {
        Windows first = windows.get(0);
        return stack(tensors, windows, Windows::inputs, first.inputSteps(), first.features());
    }

    /** {@code [E, T, B, O]}. */
    static PtNDArray targets(Tensors tensors, List<Windows> windows) {
        Windows first = windows.get(0);
        return stack(tensors, windows, Windows::targets, first.steps(), first.outputs());
    }

    private static PtNDArray stack(
            Tensors tensors,
            List<Windows> windows,
            java.util.function.Function<Windows, float[]> part,
            int steps,
            int width) {
        int rows = windows.get(0).count();
        float[] all = new float[windows.size() * steps * rows * width];
        int at = 0;
        for (Windows w : windows) {
            float[] values = part.apply(w);
            for (int t = 0; t < steps; t++) {
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(values, (i * steps + t) * width, all, at, width);
                    at += width;
                }
            }
        }
        return Tensors.cast(tensors.of(all, windows.size(), steps, rows, width), DataType.FLOAT32);
    }
}

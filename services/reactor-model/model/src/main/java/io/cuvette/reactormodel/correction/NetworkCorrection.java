package io.cuvette.reactormodel.correction;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * A correction by a recurrent network: the mean of its models, in units of the residuals it was
 * adapted to, between the steps by straight lines.
 *
 * @param weights of the models, each adapted
 * @param scale of the outputs: kmol/m3 and K
 */
record NetworkCorrection(RunEncoding encoding, NetworkWeights weights, double[] scale)
        implements Correction {

    /** Rows that are computed at once: enough to fill the products, few enough for the cache. */
    private static final int BLOCK = 256;

    @Override
    public List<double[][]> at(List<Run> runs, List<double[]> timesH) {
        List<double[][]> results = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += BLOCK) {
            int to = Math.min(runs.size(), from + BLOCK);
            results.addAll(block(runs.subList(from, to), timesH.subList(from, to)));
        }
        return results;
    }

    private List<double[][]> block(List<Run> runs, List<double[]> timesH) {
        float[] atSteps = evaluate(encoding.encode(runs));
        double[] grid = encoding.timesH();
        Interpolation lines = Interpolation.of(timesH, grid[grid.length - 1]);
        List<double[][]> results = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            double[][] result = new double[2][timesH.get(run).length];
            for (int t = 0; t < timesH.get(run).length; t++) {
                for (int step = 0; step < RunEncoding.STEPS; step++) {
                    float weight =
                            lines.weights()[(run * lines.times() + t) * RunEncoding.STEPS + step];
                    if (weight != 0) {
                        int at = (step * runs.size() + run) * 2;
                        result[0][t] += weight * scale[0] * atSteps[at];
                        result[1][t] += weight * scale[1] * atSteps[at + 1];
                    }
                }
            }
            results.add(result);
        }
        return results;
    }

    /** Mean over the models: {@code [T, B, 2]}. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private float[] evaluate(Windows windows) {
        int models = weights.architecture().models();
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0);
                GradMode off = GradMode.off();
                TensorScope scope = TensorScope.open()) {
            RecurrentStack stack = weights.create(parameters, "rnn", 1);
            PtNDArray x = CorrectionTuning.inputs(tensors, List.of(windows), models);
            PtNDArray y = stack.evaluate(x, windows.steps());
            return y.mean(new int[] {0}).toFloatArray();
        }
    }
}

package io.cuvette.reactormodel.correction;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Adapts correcting networks to residuals, several problems side by side: the folds of a held-out
 * comparison and all runs together cost little more than one of them.
 *
 * @param tuning steps and rate
 */
record CorrectionTuning(FineTuning tuning) {

    static final CorrectionTuning STANDARD = new CorrectionTuning(new FineTuning(200, 2e-3));

    /**
     * One set of residuals to learn.
     *
     * @param residuals of all runs; the runs are the same in every problem
     * @param learned whether a run is learned from
     * @param scale of the residuals, the unit of the network's outputs
     */
    record Problem(RunEncoding encoding, Residuals residuals, boolean[] learned, double[] scale) {}

    /**
     * Adapted corrections, one a problem, each the mean of as many models as the start has.
     *
     * @param start weights of one or several models
     */
    List<NetworkCorrection> adapt(NetworkWeights start, List<Problem> problems) {
        int members = start.architecture().models();
        int models = problems.size() * members;
        Residuals first = problems.get(0).residuals();
        int runs = first.runs().size();
        double[] grid = problems.get(0).encoding().timesH();
        Interpolation lines = Interpolation.of(first.timesH(), grid[grid.length - 1]);
        List<Windows> windows = new ArrayList<>();
        for (Problem problem : problems) {
            windows.add(
                    problem.encoding()
                            .encode(
                                    problem.residuals().runs().stream()
                                            .map(r -> r.run())
                                            .toList()));
        }
        float[] targets = new float[models * runs * lines.times() * 2];
        float[] weights = new float[targets.length];
        for (int p = 0; p < problems.size(); p++) {
            for (int member = 0; member < members; member++) {
                fill(problems.get(p), p * members + member, lines.times(), targets, weights);
            }
        }
        NetworkWeights[] starts = new NetworkWeights[models];
        for (int i = 0; i < models; i++) {
            starts[i] = members == 1 ? start : start.model(i % members);
        }
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0)) {
            NetworkWeights all = NetworkWeights.sideBySide(starts);
            RecurrentStack stack = all.create(parameters, "rnn", 1);
            PtNDArray x = inputs(tensors, windows, members);
            PtNDArray line = tensors.of(lines.weights(), 1, runs, lines.times(), RunEncoding.STEPS);
            PtNDArray target = tensors.of(targets, models, runs, lines.times(), 2);
            PtNDArray weight = tensors.of(weights, models, runs, lines.times(), 2);
            tuning.run(
                    parameters,
                    (tape, epoch) -> {
                        PtNDArray steps = stack.forward(tape, x, RunEncoding.STEPS);
                        PtNDArray byRun = steps.transpose(0, 2, 1, 3);
                        PtNDArray off = Functions.matmul(line, byRun).sub(target);
                        return off.square().mul(weight).sum();
                    });
            NetworkWeights adapted = NetworkWeights.of(parameters, "rnn", all.architecture());
            List<NetworkCorrection> corrections = new ArrayList<>();
            for (int p = 0; p < problems.size(); p++) {
                NetworkWeights[] its = new NetworkWeights[members];
                for (int member = 0; member < members; member++) {
                    its[member] = adapted.model(p * members + member);
                }
                corrections.add(
                        new NetworkCorrection(
                                problems.get(p).encoding(),
                                NetworkWeights.sideBySide(its),
                                problems.get(p).scale()));
            }
            return corrections;
        }
    }

    /** Targets of one model, and weights that make its loss a mean over what it learns from. */
    private static void fill(
            Problem problem, int model, int times, float[] targets, float[] weights) {
        Residuals residuals = problem.residuals();
        int runs = residuals.runs().size();
        int count = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int run = 0; run < runs; run++) {
                for (int channel = 0; channel < 2; channel++) {
                    double[] values = residuals.values().get(run)[channel];
                    for (int t = 0; t < values.length; t++) {
                        if (!problem.learned()[run]
                                || Double.isNaN(values[t])
                                || !problem.encoding().isWithinWindow(times(residuals, run)[t])) {
                            continue;
                        }
                        int at = ((model * runs + run) * times + t) * 2 + channel;
                        if (pass == 0) {
                            count++;
                        } else {
                            targets[at] = (float) (values[t] / problem.scale()[channel]);
                            weights[at] = 1f / count;
                        }
                    }
                }
            }
        }
    }

    private static double[] times(Residuals residuals, int run) {
        return residuals.runs().get(run).timesH();
    }

    /**
     * {@code [E, T, B, F]}: of each of the windows as many times as there are members.
     *
     * @param windows all of the same count
     */
    static PtNDArray inputs(Tensors tensors, List<Windows> windows, int members) {
        Windows first = windows.get(0);
        int rows = first.count();
        int width = first.features();
        int size = first.steps() * rows * width;
        float[] all = new float[windows.size() * members * size];
        int at = 0;
        for (Windows w : windows) {
            for (int member = 0; member < members; member++) {
                for (int step = 0; step < w.steps(); step++) {
                    for (int row = 0; row < rows; row++) {
                        System.arraycopy(
                                w.inputs(), (row * w.steps() + step) * width, all, at, width);
                        at += width;
                    }
                }
            }
        }
        return tensors.of(all, (long) windows.size() * members, first.steps(), rows, width);
    }
}

package io.cuvette.reactormodel.adaptation;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/**
 * What was measured, at whatever times, as something the ten outputs of a window can be held
 * against: straight lines between the outputs, the first from the run's start. What was measured
 * after the window is left out: it would be taught as the window's end.
 *
 * @param runs B
 * @param times n, most of any run
 * @param line {@code [B, n, T]}: weights of the outputs at each time
 * @param values {@code [B, n, 2]}: scaled measurements (T, C) less what the start contributes
 * @param measured {@code [B, n, 2]}: 1 where there is one, else 0
 */
record WindowTargets(int runs, int times, float[] line, float[] values, float[] measured) {

    static WindowTargets of(WindowEncoding encoding, List<ObservedRun> runs) {
        int steps = WindowEncoding.STEPS;
        int times = runs.stream().mapToInt(ObservedRun::times).max().orElse(0);
        float[] line = new float[runs.size() * times * steps];
        float[] values = new float[runs.size() * times * 2];
        float[] measured = new float[values.length];
        for (int run = 0; run < runs.size(); run++) {
            ObservedRun observed = runs.get(run);
            double[] start = encoding.start(observed.run());
            for (int t = 0; t < observed.times(); t++) {
                int row = run * times + t;
                double ofStart = weights(encoding, observed.timesH()[t], line, row * steps);
                double[] scaled = {
                    encoding.scaling().outputs().scale(observed.temperaturesK()[t], 0),
                    encoding.scaling().outputs().scale(observed.concentrationsKmolPerM3()[t], 1)
                };
                boolean within = StepLines.isWithin(observed.timesH()[t], encoding.windowH());
                for (int channel = 0; channel < 2; channel++) {
                    if (within && !Double.isNaN(scaled[channel])) {
                        values[row * 2 + channel] =
                                (float) (scaled[channel] - ofStart * start[channel]);
                        measured[row * 2 + channel] = 1;
                    }
                }
            }
        }
        return new WindowTargets(runs.size(), times, line, values, measured);
    }

    /** Writes the weights of the outputs at a time, and returns that of the start. */
    static double weights(WindowEncoding encoding, double timeH, float[] into, int from) {
        return StepLines.add(timeH / encoding.windowH(), WindowEncoding.STEPS, into, from);
    }

    PtNDArray line(Tensors tensors) {
        return tensors.of(line, 1, runs, times, WindowEncoding.STEPS);
    }

    /** For each of E models the same. */
    PtNDArray values(Tensors tensors, int models) {
        float[] all = new float[models * values.length];
        for (int e = 0; e < models; e++) {
            System.arraycopy(values, 0, all, e * values.length, values.length);
        }
        return tensors.of(all, models, runs, times, 2);
    }

    /** Weights that make the loss of each model a mean over the measurements it learns from. */
    PtNDArray weights(Tensors tensors, List<boolean[]> learned) {
        float[] all = new float[learned.size() * values.length];
        for (int e = 0; e < learned.size(); e++) {
            int count = 0;
            for (int i = 0; i < measured.length; i++) {
                count += learned.get(e)[i / (times * 2)] ? (int) measured[i] : 0;
            }
            for (int i = 0; i < measured.length; i++) {
                if (learned.get(e)[i / (times * 2)] && measured[i] > 0) {
                    all[e * values.length + i] = 1f / count;
                }
            }
        }
        return tensors.of(all, learned.size(), runs, times, 2);
    }
}

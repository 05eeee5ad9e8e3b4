package io.cuvette.reactormodel.adaptation;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/** The paper's network adapted to one reactor: the mean of its members. */
public final class WindowModel {
    private static final int BLOCK = 256;

    private final DeclaredReactor declared;
    private final WindowEncoding encoding;
    private final NetworkWeights weights;
    private final double physicsWeight;

    WindowModel(
            DeclaredReactor declared,
            WindowEncoding encoding,
            NetworkWeights weights,
            double physicsWeight) {
        this.declared = declared;
        this.encoding = encoding;
        this.weights = weights;
        this.physicsWeight = physicsWeight;
    }

    public DeclaredReactor declared() {
        return declared;
    }

    /** Weight of physics that held-out runs chose. */
    public double physicsWeight() {
        return physicsWeight;
    }

    /** Standard deviations of concentration (kmol/m3) and temperature (K) over the region. */
    public double[] outputDeviations() {
        double[] deviations = encoding.scaling().outputs().standardDeviation();
        return new double[] {deviations[1], deviations[0]};
    }

    /**
     * Trajectories, by straight lines between the network's outputs; after its window as at its
     * end.
     *
     * @param timesH of each run, above 0 and increasing
     * @return run by run {@code [2][times]}: concentrations in kmol/m3 and temperatures in K
     * @throws UnsuitableRunException when a run is none that such a network can be told of
     */
    public List<double[][]> predict(List<Run> runs, List<double[]> timesH) {
        for (int i = 0; i < runs.size(); i++) {
            encoding.requireFits(runs.get(i), "Run " + (i + 1));
        }
        List<double[][]> results = new ArrayList<>();
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0)) {
            RecurrentStack stack = weights.create(parameters, "rnn", 1);
            for (int from = 0; from < runs.size(); from += BLOCK) {
                int to = Math.min(runs.size(), from + BLOCK);
                results.addAll(
                        block(tensors, stack, runs.subList(from, to), timesH.subList(from, to)));
            }
        }
        return results;
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private List<double[][]> block(
            Tensors tensors, RecurrentStack stack, List<Run> runs, List<double[]> timesH) {
        float[] y;
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            double[][] features = runs.stream().map(encoding::features).toArray(double[][]::new);
            PtNDArray x =
                    encoding.tensor(
                            tensors, features, new double[0][], stack.architecture().models());
            y = stack.evaluate(x, WindowEncoding.STEPS).mean(new int[] {0}).toFloatArray();
        }
        List<double[][]> results = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            double[] start = encoding.start(runs.get(run));
            double[] times = timesH.get(run);
            double[][] result = new double[2][times.length];
            for (int t = 0; t < times.length; t++) {
                float[] line = new float[WindowEncoding.STEPS];
                double ofStart = WindowTargets.weights(encoding, times[t], line, 0);
                double[] scaled = {ofStart * start[0], ofStart * start[1]};
                for (int step = 0; step < line.length; step++) {
                    int at = (step * runs.size() + run) * 2;
                    scaled[0] += line[step] * y[at];
                    scaled[1] += line[step] * y[at + 1];
                }
                result[0][t] = Math.max(0, encoding.scaling().outputs().unscale(scaled[1], 1));
                result[1][t] = encoding.scaling().outputs().unscale(scaled[0], 0);
            }
            results.add(result);
        }
        return results;
    }

    /** Mean squared error of a run in units of the outputs' variance over the region. */
    double error(ObservedRun observed) {
        double[][] found = predict(List.of(observed.run()), List.of(observed.timesH())).get(0);
        double[] deviations = outputDeviations();
        double[][] wanted = {observed.concentrationsKmolPerM3(), observed.temperaturesK()};
        double sum = 0;
        int count = 0;
        for (int channel = 0; channel < 2; channel++) {
            for (int t = 0; t < observed.times(); t++) {
                if (!Double.isNaN(wanted[channel][t])) {
                    double off = (found[channel][t] - wanted[channel][t]) / deviations[channel];
                    sum += off * off;
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}

package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.correction.ConformalBands;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Followed;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.correction.Residuals;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkOutputs;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The paper's network adapted to one reactor: the mean of its members. It predicts by straight
 * lines between the network's outputs; after its window as at its end.
 *
 * <p>It knows runs with inputs that hold, and of tubes those that start empty at the jacket's
 * temperature.
 */
public final class WindowModel implements ReactorModel {
    private final DeclaredReactor declared;
    private final Optional<Estimate> estimate;
    private final WindowEncoding encoding;
    private final NetworkWeights weights;
    private final double physicsWeight;
    private final WindowHeldOut heldOut;

    WindowModel(
            DeclaredReactor declared,
            Optional<Estimate> estimate,
            WindowEncoding encoding,
            NetworkWeights weights,
            double physicsWeight,
            WindowHeldOut heldOut) {
        this.declared = declared;
        this.estimate = estimate;
        this.encoding = encoding;
        this.weights = weights;
        this.physicsWeight = physicsWeight;
        this.heldOut = heldOut;
    }

    @Override
    public DeclaredReactor declared() {
        return declared;
    }

    /** Of the balances that were the penalty; absent also when there was none. */
    @Override
    public Optional<Estimate> estimate() {
        return estimate;
    }

    /** Weight of physics that was given, or that held-out runs chose. */
    public double physicsWeight() {
        return physicsWeight;
    }

    public WindowHeldOut heldOut() {
        return heldOut;
    }

    /** Networks whose mean predicts. */
    public int members() {
        return weights.architecture().models();
    }

    WindowEncoding encoding() {
        return encoding;
    }

    NetworkWeights weights() {
        return weights;
    }

    @Override
    public double[] outputDeviations() {
        return encoding.outputDeviations();
    }

    /**
     * @throws UnsuitableRunException when a run is none that such a network can be told of
     */
    @Override
    public List<double[][]> predict(List<Run> runs, List<double[]> timesH) {
        List<double[][]> results = new ArrayList<>();
        for (double[][][] members : byMember(runs, timesH)) {
            double[][] mean = mean(members);
            for (int t = 0; t < mean[0].length; t++) {
                mean[0][t] = Math.max(0, mean[0][t]);
            }
            results.add(mean);
        }
        return results;
    }

    @Override
    public ConformalBands bands() {
        return heldOut.bands();
    }

    /**
     * The variance of the band is that of the members and, where runs were left out at all, of
     * their errors. One network that saw no run left out knows nothing of its error: its band is
     * what outputs vary by over the region. So is that of a channel which was never measured.
     *
     * @throws UnsuitableRunException when the run is none that such a network can be told of
     */
    @Override
    public List<double[][]> uncalibrated(List<Run> runs, List<double[]> timesH, double level) {
        double[] floor = floor();
        double quantile = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
        List<double[][]> widths = new ArrayList<>();
        for (double[][][] members : byMember(runs, timesH)) {
            widths.add(widths(members, floor, quantile));
        }
        return widths;
    }

    private static double[][] widths(double[][][] members, double[] floor, double quantile) {
        double[][] mean = mean(members);
        double[][] widths = new double[2][mean[0].length];
        for (int channel = 0; channel < 2; channel++) {
            for (int t = 0; t < widths[channel].length; t++) {
                double squares = 0;
                for (double[][] member : members) {
                    double off = member[channel][t] - mean[channel][t];
                    squares += off * off;
                }
                double spread = squares / Math.max(1, members.length - 1);
                widths[channel][t] = quantile * Math.sqrt(spread + floor[channel] * floor[channel]);
            }
        }
        return widths;
    }

    /** Deviations beside that of the members, kmol/m3 and K. */
    private double[] floor() {
        double[] floor = heldOut.bands().unit().clone();
        for (int channel = 0; channel < 2; channel++) {
            if (floor[channel] == 0 && (members() == 1 || heldOut.folds() > 0)) {
                floor[channel] = outputDeviations()[channel];
            }
        }
        return floor;
    }

    /**
     * @throws UnsuitableRunException of tubes, which are empty in the first window only, and for
     *     inputs that change
     */
    @Override
    public Followed follow(Run run, double[] timesH) {
        if (declared.nominal() instanceof PlugFlowReactor) {
            throw new UnsuitableRunException(
                    "A window network knows only tubes that start empty, so no window can follow"
                            + " another; adapt the tube with the method default to roll it out.");
        }
        encoding.requireFits(run, "A window");
        double[][] y = predict(List.of(run), List.of(timesH)).get(0);
        int last = timesH.length - 1;
        return new Followed(y[0], y[1], InitialState.of(y[0][last], y[1][last]));
    }

    private static double[][] mean(double[][][] members) {
        double[][] mean = new double[2][members[0][0].length];
        for (double[][] member : members) {
            for (int channel = 0; channel < 2; channel++) {
                for (int t = 0; t < mean[channel].length; t++) {
                    mean[channel][t] += member[channel][t] / members.length;
                }
            }
        }
        return mean;
    }

    /** Run by run {@code [members][2][times]}: kmol/m3, also below 0, and K. */
    private List<double[][][]> byMember(List<Run> runs, List<double[]> timesH) {
        for (int i = 0; i < runs.size(); i++) {
            encoding.requireFits(runs.get(i), "Run " + (i + 1));
        }
        if (runs.isEmpty()) {
            return List.of();
        }
        float[] outputs = NetworkOutputs.of(weights, encoding.windows(runs));
        List<double[][][]> results = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            results.add(lines(outputs, i, runs.get(i), timesH.get(i)));
        }
        return results;
    }

    /**
     * One run between its steps, by each member.
     *
     * @param outputs of all runs, {@code [n, E, T, 2]}, scaled
     */
    private double[][][] lines(float[] outputs, int index, Run run, double[] timesH) {
        StandardScaler scale = encoding.scaling().outputs();
        double[] start = encoding.start(run);
        double[][][] results = new double[members()][2][timesH.length];
        for (int t = 0; t < timesH.length; t++) {
            float[] line = new float[WindowEncoding.STEPS];
            double ofStart = WindowTargets.weights(encoding, timesH[t], line, 0);
            for (int member = 0; member < results.length; member++) {
                double[] scaled = {ofStart * start[0], ofStart * start[1]};
                for (int step = 0; step < line.length; step++) {
                    int at = ((index * results.length + member) * line.length + step) * 2;
                    scaled[0] += line[step] * outputs[at];
                    scaled[1] += line[step] * outputs[at + 1];
                }
                results[member][0][t] = scale.unscale(scaled[1], 1);
                results[member][1][t] = scale.unscale(scaled[0], 0);
            }
        }
        return results;
    }

    /** Measured values of runs less what is predicted of them. */
    Residuals residuals(List<ObservedRun> runs) {
        return Residuals.of(
                runs,
                predict(
                        runs.stream().map(ObservedRun::run).toList(),
                        runs.stream().map(ObservedRun::timesH).toList()));
    }
}

package io.cuvette.reactormodel.adaptation;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.ChainSimulation;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * Physics that an exact trajectory satisfies exactly: each output is where the balances lead from
 * the one before, and from the start of the run.
 *
 * <pre>
 * r_j  = y_j - flow(from), outputs in units of their deviations; from is y_(j-1) or the start
 * J_j  = d flow / d from, 0 for the start, which is known
 * loss = mean over steps and channels of r_j' (I + J_j J_j')^-1 r_j
 * </pre>
 *
 * <p>That is the least change of both ends of a step (the sum of its squares, to first order) after
 * which the balances hold: errors of a step are measured as errors of outputs are. The plain square
 * of r_j is not: where a reactor ignites, an output that is a little off leads far away, and a few
 * such steps would outweigh all others and the runs.
 *
 * <p>Half of the residuals begin at the start: from one output to the next alone, what is known at
 * the start would have to find its way through all outputs before it reaches the last.
 *
 * <p>The flow is integrated, not approximated by differences along the outputs, so a fast reaction
 * costs no truthfulness: on exact trajectories the loss is the integrator's tolerance squared.
 * Gradients go to both ends of a step, through the flow's Jacobian, which is itself held (as in
 * Gauss and Newton's method). A tube is seen at its first node, whose balances are closed.
 *
 * <p>Each evaluation looks at some residuals drawn from (seed, epoch). For E models side by side;
 * losses are summed over them. Not for use by several threads.
 */
public final class StepResidual {
    /** Steps of the Jacobian's differences, in standard deviations of the outputs. */
    private static final double NUDGE = 2e-3;

    private static final double[][] UNKNOWN = {};

    private static final double LEAST_TEMPERATURE_K = 150;
    private static final double MOST_TEMPERATURE_K = 3000;

    /**
     * What is known of one run.
     *
     * @param fromStart {@code [T][2]}: temperature (K) and concentration (kmol/m3) that the
     *     balances lead to; empty where they cannot be followed
     */
    private record Start(double[] inputs, double[][] fromStart) {}

    private final Tensors tensors;
    private final List<ChainSimulation> flows;
    private final Start[][] starts;
    private final List<StandardScaler> outputs;
    private final double[] timesH;
    private final int sampled;
    private final double[] weights;
    private final long seed;

    /**
     * @param reactors of each model, with kinetics as they are assumed
     * @param features {@code [E][B][4]}: runs in the paper's numbers, see {@link Run#ofFeatures}
     * @param outputs scalers of each model's outputs, (K, kmol/m3)
     * @param timesH of the T outputs
     * @param sampled residuals that an evaluation looks at in each model, from 1
     */
    public StepResidual(
            Tensors tensors,
            List<Reactor> reactors,
            double[][][] features,
            List<StandardScaler> outputs,
            double[] timesH,
            int sampled,
            long seed) {
        this(tensors, reactors, features, outputs, timesH, sampled, ones(reactors.size()), seed);
    }

    /**
     * The same with a weight for the physics of each model; 0 leaves it out.
     *
     * @param weights one a model, at least 0
     */
    public StepResidual(
            Tensors tensors,
            List<Reactor> reactors,
            double[][][] features,
            List<StandardScaler> outputs,
            double[] timesH,
            int sampled,
            double[] weights,
            long seed) {
        this.tensors = tensors;
        List<Reactor> nodes = reactors.stream().map(StepResidual::firstNode).toList();
        this.flows =
                nodes.stream().map(node -> new ChainSimulation(node, Tolerances.STANDARD)).toList();
        this.outputs = List.copyOf(outputs);
        this.timesH = timesH.clone();
        this.sampled = sampled;
        this.weights = weights.clone();
        this.seed = Seeds.hash(seed, "step-residual");
        this.starts = new Start[reactors.size()][];
        for (int e = 0; e < starts.length; e++) {
            Reactor node = nodes.get(e);
            starts[e] = new Start[features[e].length];
            for (int i = 0; i < starts[e].length; i++) {
                Run run = Run.ofFeatures(node, features[e][i]);
                starts[e][i] =
                        new Start(
                                run.inputs().values()[0],
                                weights[e] == 0 ? UNKNOWN : fromStart(flows.get(e), run));
            }
        }
    }

    private double[][] fromStart(ChainSimulation flow, Run run) {
        double[] state = {run.start().concentrationsKmolPerM3()[0], run.start().temperaturesK()[0]};
        double[][] at = new double[timesH.length][];
        try {
            flow.start(state, run.inputs().values()[0]);
            for (int t = 0; t < at.length; t++) {
                flow.advanceTo(timesH[t]);
                at[t] = new double[] {state[1], state[0]};
            }
            return at;
        } catch (SimulationException e) {
            return UNKNOWN;
        }
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** A tube cut behind its first node after the inlet. */
    static Reactor firstNode(Reactor reactor) {
        return reactor instanceof PlugFlowReactor tube
                ? new PlugFlowReactor(
                        tube.velocityMPerH(),
                        tube.spacingM(),
                        tube.crossSectionM2(),
                        tube.wallAreaM2PerM(),
                        tube.heatTransferKJPerHourM2K(),
                        tube.jacketTemperatureK(),
                        2,
                        tube.fluid(),
                        tube.kinetics(),
                        tube.extra(),
                        tube.check())
                : reactor;
    }

    /** The loss over steps drawn for an epoch, ready to be differentiated. */
    public PtNDArray loss(PtNDArray yETB2, int epoch) {
        float[] y = yETB2.toFloatArray();
        float[] gradient = new float[y.length];
        double value = evaluate(y, gradient, epoch);
        PtNDArray slope = tensors.of(gradient, yETB2.getShape().getShape());
        PtNDArray along = yETB2.mul(slope).sum();
        // the value is known already; the linear form has its gradient
        double offset = value - along.toFloatArray()[0];
        return along.add(tensors.of(new float[] {(float) offset}).squeeze());
    }

    /**
     * The loss of given outputs.
     *
     * @param y {@code [E, T, B, 2]}, scaled
     * @param gradient of the same size, all 0; receives the gradient
     */
    double evaluate(float[] y, float[] gradient, int epoch) {
        double loss = 0;
        for (int e = 0; e < starts.length; e++) {
            if (weights[e] == 0) {
                continue;
            }
            // the same steps for every model: none depends on which others are beside it
            RandomStream random = new RandomStream(Seeds.hash(seed, epoch));
            int runs = starts[e].length;
            for (int s = 0; s < sampled; s++) {
                int run = random.nextInt(runs);
                int step = random.nextInt(timesH.length);
                boolean fromStart = random.nextInt(2) == 0 || step == 0;
                double found =
                        fromStart
                                ? addFromStart(e, run, step, y, gradient)
                                : addStep(e, run, step, y, gradient);
                loss += weights[e] * found / (2.0 * sampled);
            }
        }
        return loss;
    }

    private double addFromStart(int e, int run, int step, float[] y, float[] gradient) {
        double[][] trajectory = starts[e][run].fromStart();
        if (trajectory.length == 0) {
            // where the balances lead nowhere they cannot correct anything
            return 0;
        }
        int now = at(e, run, step);
        double loss = 0;
        for (int a = 0; a < 2; a++) {
            double residual = y[now + a] - outputs.get(e).scale(trajectory[step][a], a);
            loss += residual * residual;
            gradient[now + a] += (float) (weights[e] * residual / sampled);
        }
        return loss;
    }

    /** Where the temperature of an output stands; its concentration is next to it. */
    private int at(int e, int run, int step) {
        return ((e * timesH.length + step) * starts[e].length + run) * 2;
    }

    private double addStep(int e, int run, int step, float[] y, float[] gradient) {
        int now = at(e, run, step);
        int before = at(e, run, step - 1);
        double[] inputs = starts[e][run].inputs();
        StandardScaler scaler = outputs.get(e);
        double duration = timesH[step] - timesH[step - 1];
        // channels: temperature, concentration
        double[] from = {scaler.unscale(y[before], 0), scaler.unscale(y[before + 1], 1)};
        try {
            double[] to = flow(e, inputs, from, duration);
            // [channel after][channel before]
            double[][] slopes = new double[2][2];
            for (int b = 0; b < 2; b++) {
                double[] nudged = from.clone();
                nudged[b] += NUDGE * scaler.standardDeviation()[b];
                double[] other = flow(e, inputs, nudged, duration);
                for (int a = 0; a < 2; a++) {
                    slopes[a][b] = (other[a] - to[a]) / (NUDGE * scaler.standardDeviation()[a]);
                }
            }
            double[] residual = new double[2];
            for (int a = 0; a < 2; a++) {
                residual[a] = y[now + a] - scaler.scale(to[a], a);
            }
            double[] change = leastChange(residual, slopes);
            double loss = 0;
            for (int a = 0; a < 2; a++) {
                loss += residual[a] * change[a];
                gradient[now + a] += (float) (weights[e] * change[a] / sampled);
                for (int b = 0; b < 2; b++) {
                    gradient[before + b] -=
                            (float) (weights[e] * change[a] * slopes[a][b] / sampled);
                }
            }
            return loss;
        } catch (SimulationException e2) {
            // where the balances lead nowhere from an output far off, they cannot correct it
            return 0;
        }
    }

    /** (I + J J')^-1 r: how far the end of a step is from where both ends are changed least. */
    private static double[] leastChange(double[] residual, double[][] slopes) {
        double first = 1 + slopes[0][0] * slopes[0][0] + slopes[0][1] * slopes[0][1];
        double second = 1 + slopes[1][0] * slopes[1][0] + slopes[1][1] * slopes[1][1];
        double both = slopes[0][0] * slopes[1][0] + slopes[0][1] * slopes[1][1];
        // at least 1, as the determinant of the identity and something positive semidefinite
        double determinant = Math.max(1, first * second - both * both);
        return new double[] {
            (second * residual[0] - both * residual[1]) / determinant,
            (first * residual[1] - both * residual[0]) / determinant
        };
    }

    /** Temperature and concentration after a while, from within what a reactor can hold. */
    private double[] flow(int e, double[] inputs, double[] from, double durationH) {
        double temperature = Math.max(LEAST_TEMPERATURE_K, Math.min(MOST_TEMPERATURE_K, from[0]));
        double[] state = {Math.max(0, from[1]), temperature};
        ChainSimulation flow = flows.get(e);
        flow.start(state, inputs);
        flow.advanceTo(durationH);
        return new double[] {state[1], state[0]};
    }
}

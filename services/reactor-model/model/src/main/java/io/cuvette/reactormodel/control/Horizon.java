package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Window;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Follows a model through the steps of a problem, and finds derivatives by the inputs.
 *
 * <p>A step's derivatives are central differences over the step alone, handed on by the chain rule:
 * of a tank along its two states, for all steps at once; of a tube along what each input before did
 * to all of its states, step after step, since the hottest of nodes that are as hot as others moves
 * smoothly only with them.
 */
final class Horizon {
    /** Of a step at which outputs are taken; the last is its end. */
    static final int POINTS = 4;

    static final int CONCENTRATION = 0;
    static final int TEMPERATURE = 1;
    static final int COLDEST = 2;
    static final int HOTTEST = 3;

    /** At a point. */
    static final int OUTPUTS = 4;

    // of differences: far above the integrator's errors, far below where states bend
    private static final double CONCENTRATION_STEP = 1e-3;
    private static final double TEMPERATURE_STEP_K = 0.05;
    private static final double INPUT_STEP = 1e-3;

    private final AdaptedReactor model;
    private final ControlProblem problem;
    private final double[] timesH;
    private final int inputs;
    private final int size;
    private final int measuredNode;
    private final double[] halfRange;

    Horizon(AdaptedReactor model, ControlProblem problem) {
        this.model = model;
        this.problem = problem;
        this.timesH = new double[POINTS];
        Arrays.setAll(timesH, i -> problem.stepH() * (i + 1) / POINTS);
        List<Range> region = model.declared().region().inputs();
        this.inputs = region.size();
        int nodes = NodeChain.nodesOf(model.reactor());
        this.size = 2 * nodes;
        this.measuredNode = model.declared().measured().of(nodes);
        this.halfRange = new double[inputs];
        // where the region has one value, what the plan may use tells the unit
        Arrays.setAll(
                halfRange,
                i ->
                        (region.get(i).hasNoWidth()
                                        ? problem.limits().inputs().get(i)
                                        : region.get(i))
                                .halfWidth());
    }

    /** Half of what an input ranges over in the model's region: the unit of derivatives. */
    double halfRange(int input) {
        return halfRange[input];
    }

    /**
     * @param values steps x inputs
     * @throws io.cuvette.reactormodel.simulation.SimulationException when they cannot be followed
     */
    Forecast follow(double[][] values) {
        double[][] states = new double[problem.steps()][];
        double[] outputs = new double[problem.steps() * POINTS * OUTPUTS];
        double[] state = startState();
        for (int step = 0; step < problem.steps(); step++) {
            states[step] = state;
            Window window = model.follow(List.of(run(state, values[step])), timesH).get(0);
            System.arraycopy(
                    outputs(window), 0, outputs, step * POINTS * OUTPUTS, POINTS * OUTPUTS);
            state = vector(window.end());
        }
        return new Forecast(values, states, outputs);
    }

    private double[] startState() {
        InitialState start = problem.start();
        double[] state = new double[size];
        for (int node = 0; node < size / 2; node++) {
            int given = start.nodes() == 1 ? 0 : node;
            state[2 * node] = start.concentrationsKmolPerM3()[given];
            state[2 * node + 1] = start.temperaturesK()[given];
        }
        return state;
    }

    private static Run run(double[] state, double[] values) {
        double[] concentrations = new double[state.length / 2];
        double[] temperatures = new double[state.length / 2];
        Arrays.setAll(concentrations, node -> state[2 * node]);
        Arrays.setAll(temperatures, node -> state[2 * node + 1]);
        return new Run(
                new InitialState(concentrations, temperatures), InputProfile.constant(values));
    }

    private static double[] vector(InitialState state) {
        double[] vector = new double[2 * state.nodes()];
        for (int node = 0; node < state.nodes(); node++) {
            vector[2 * node] = state.concentrationsKmolPerM3()[node];
            vector[2 * node + 1] = state.temperaturesK()[node];
        }
        return vector;
    }

    private double[] outputs(Window window) {
        double[] outputs = new double[POINTS * OUTPUTS];
        Trajectory balances = window.balances();
        for (int point = 0; point < POINTS; point++) {
            double coldest = window.temperaturesK()[point];
            double hottest = coldest;
            for (int node = 0; node < balances.nodes(); node++) {
                // where it is measured the corrected value counts
                if (node != measuredNode) {
                    coldest = Math.min(coldest, balances.temperatureK(point, node));
                    hottest = Math.max(hottest, balances.temperatureK(point, node));
                }
            }
            outputs[point * OUTPUTS + CONCENTRATION] = window.concentrationsKmolPerM3()[point];
            outputs[point * OUTPUTS + TEMPERATURE] = window.temperaturesK()[point];
            outputs[point * OUTPUTS + COLDEST] = coldest;
            outputs[point * OUTPUTS + HOTTEST] = hottest;
        }
        return outputs;
    }

    /**
     * Derivatives of a forecast's outputs.
     *
     * @return outputs as they lie in a forecast x inputs of the first step, of the second, and so
     *     on, in units of half their ranges; 0 for inputs without range
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a run beside the forecast
     *     cannot be followed
     */
    double[][] derivatives(Forecast forecast) {
        int variables = problem.steps() * inputs;
        double[][] byInput = new double[forecast.outputs().length][variables];
        double[][] states = new double[size][variables];
        boolean alongStates = size == 2;
        List<double[][]> ahead = alongStates ? allSteps(forecast) : List.of();
        for (int step = 0; step < problem.steps(); step++) {
            int before = step * inputs;
            double[][] found =
                    alongStates
                            ? ahead.get(step)
                            : differences(alongInputs(forecast, step, states));
            double[][] next = new double[size][variables];
            int first = step * POINTS * OUTPUTS;
            for (int row = 0; row < size + POINTS * OUTPUTS; row++) {
                double[] target = row < size ? next[row] : byInput[first + row - size];
                for (int j = 0; j < before; j++) {
                    target[j] = alongStates ? chained(found, row, states, j) : found[j][row];
                }
                for (int i = 0; i < inputs; i++) {
                    target[before + i] = found[found.length - inputs + i][row];
                }
            }
            states = next;
        }
        return byInput;
    }

    /** For each step derivatives by each state and then by each input. */
    private List<double[][]> allSteps(Forecast forecast) {
        List<Probe> all = new ArrayList<>();
        for (int step = 0; step < problem.steps(); step++) {
            for (int s = 0; s < size; s++) {
                double[] direction = new double[size];
                direction[s] = 1;
                all.add(alongState(forecast, step, direction));
            }
            all.addAll(ofInputs(forecast, step));
        }
        double[][] found = differences(all);
        List<double[][]> bySteps = new ArrayList<>();
        int each = size + inputs;
        for (int step = 0; step < problem.steps(); step++) {
            bySteps.add(Arrays.copyOfRange(found, step * each, (step + 1) * each));
        }
        return bySteps;
    }

    /** Along what each input before did to the states, then along this step's inputs. */
    private List<Probe> alongInputs(Forecast forecast, int step, double[][] states) {
        List<Probe> probes = new ArrayList<>();
        for (int j = 0; j < step * inputs; j++) {
            double[] direction = new double[size];
            for (int s = 0; s < size; s++) {
                direction[s] = states[s][j];
            }
            probes.add(alongState(forecast, step, direction));
        }
        probes.addAll(ofInputs(forecast, step));
        return probes;
    }

    private double chained(double[][] found, int row, double[][] states, int variable) {
        double sum = 0;
        for (int s = 0; s < size; s++) {
            sum += found[s][row] * states[s][variable];
        }
        return sum;
    }

    /** Two runs and how far they are apart; without distance there is no derivative. */
    private record Probe(Run plus, Run minus, double apart) {}

    private List<Probe> ofInputs(Forecast forecast, int step) {
        double[] state = forecast.states()[step];
        double[] values = forecast.inputs()[step];
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            Range range = problem.limits().inputs().get(i);
            double[] plus = values.clone();
            double[] minus = values.clone();
            plus[i] = Math.min(range.high(), values[i] + INPUT_STEP * halfRange[i]);
            minus[i] = Math.max(range.low(), values[i] - INPUT_STEP * halfRange[i]);
            probes.add(
                    new Probe(
                            run(state, plus),
                            run(state, minus),
                            (plus[i] - minus[i]) / halfRange[i]));
        }
        return probes;
    }

    private Probe alongState(Forecast forecast, int step, double[] direction) {
        double[] state = forecast.states()[step];
        double[] values = forecast.inputs()[step];
        double shift = Double.POSITIVE_INFINITY;
        for (int s = 0; s < size; s++) {
            double most = s % 2 == 0 ? CONCENTRATION_STEP : TEMPERATURE_STEP_K;
            shift = Math.min(shift, most / Math.abs(direction[s]));
        }
        if (Double.isInfinite(shift)) {
            Run same = run(state, values);
            return new Probe(same, same, 0);
        }
        boolean central = true;
        double[] plus = state.clone();
        double[] minus = state.clone();
        for (int s = 0; s < size; s++) {
            plus[s] += shift * direction[s];
            minus[s] -= shift * direction[s];
            if (s % 2 == 0) {
                central &= minus[s] >= 0;
                plus[s] = Math.max(0, plus[s]);
            }
        }
        return new Probe(
                run(plus, values),
                run(central ? minus : state, values),
                central ? 2 * shift : shift);
    }

    /** For each probe the derivatives of the state at the step's end and of its outputs. */
    private double[][] differences(List<Probe> probes) {
        List<Run> runs = new ArrayList<>();
        for (Probe probe : probes) {
            if (probe.apart() > 0) {
                runs.add(probe.plus());
                runs.add(probe.minus());
            }
        }
        List<Window> windows = model.follow(runs, timesH);
        double[][] found = new double[probes.size()][size + POINTS * OUTPUTS];
        int next = 0;
        for (int p = 0; p < found.length; p++) {
            double apart = probes.get(p).apart();
            if (apart > 0) {
                Window plus = windows.get(next++);
                Window minus = windows.get(next++);
                difference(vector(plus.end()), vector(minus.end()), apart, found[p], 0);
                difference(outputs(plus), outputs(minus), apart, found[p], size);
            }
        }
        return found;
    }

    private static void difference(
            double[] plus, double[] minus, double apart, double[] into, int from) {
        for (int i = 0; i < plus.length; i++) {
            into[from + i] = (plus[i] - minus[i]) / apart;
        }
    }
}

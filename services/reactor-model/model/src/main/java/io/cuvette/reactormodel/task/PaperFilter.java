package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.reactormodel.simulation.PaperScheme;
import io.cuvette.reactormodel.simulation.Run;
import java.util.Arrays;

/**
 * Runs the paper's experiments with one reactor and keeps those that pass its filter: recorded
 * values neither tiny nor huge (where the grid asks for it) and finite throughout. The task passes
 * when enough are kept and no output, standardised over the task, exceeds 10.
 */
final class PaperFilter {
    private static final double SMALLEST = 1e-3;
    private static final double LARGEST = 1e4;
    private static final double LARGEST_SCALED = 10;
    private static final int OUTPUTS_OF_SAMPLE = PaperScheme.OUTPUTS * Task.STATES;

    private final PaperGrid grid;
    private final int samples;
    private final double[] features;
    private final double[] outputs;
    private int kept;

    PaperFilter(PaperGrid grid) {
        this.grid = grid;
        samples = grid.features().length / Run.FEATURES;
        features = new double[samples * Run.FEATURES];
        outputs = new double[samples * OUTPUTS_OF_SAMPLE];
    }

    /** Of the experiments kept. */
    double[] features() {
        return Arrays.copyOf(features, kept * Run.FEATURES);
    }

    /** Of the experiments kept. */
    double[] outputs() {
        return Arrays.copyOf(outputs, kept * OUTPUTS_OF_SAMPLE);
    }

    /** Whether the reactor makes a task. */
    boolean run(Reactor reactor) {
        PaperScheme scheme = new PaperScheme(reactor, grid.recording());
        int nodes = NodeChain.nodesOf(reactor);
        double[] absolute = absoluteFeatures();
        double[] state = new double[2 * nodes];
        double[] inputs = new double[reactor.type().inputs().size()];
        double[] states = new double[PaperScheme.OUTPUTS * 2 * nodes];
        for (int sample = 0; sample < samples; sample++) {
            Experiments.start(reactor, absolute, sample, state, inputs);
            scheme.follow(state, inputs, states);
            if (accepted(states, nodes)) {
                System.arraycopy(
                        grid.features(),
                        sample * Run.FEATURES,
                        features,
                        kept * Run.FEATURES,
                        Run.FEATURES);
                kept++;
            } else if (kept + samples - sample - 1 < grid.atLeast()) {
                return false;
            }
        }
        return withinScale(0) && withinScale(1);
    }

    /** Looks at one run, and leaves its outputs where the next kept one's belong. */
    private boolean accepted(double[] states, int nodes) {
        for (double value : states) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        int first = kept * OUTPUTS_OF_SAMPLE;
        for (int i = 0; i < PaperScheme.OUTPUTS; i++) {
            double c = states[i * 2 * nodes] - grid.origin().concentrationKmolPerM3();
            double t = states[i * 2 * nodes + 1] - grid.origin().temperatureK();
            if (grid.bounded() && !(bounded(c) && bounded(t))) {
                return false;
            }
            outputs[first + 2 * i] = t;
            outputs[first + 2 * i + 1] = c;
        }
        return true;
    }

    private static boolean bounded(double value) {
        return Math.abs(value) >= SMALLEST && Math.abs(value) <= LARGEST;
    }

    private boolean withinScale(int column) {
        int end = kept * OUTPUTS_OF_SAMPLE;
        double count = end / (double) Task.STATES;
        double sum = 0;
        for (int i = column; i < end; i += Task.STATES) {
            sum += outputs[i];
        }
        double mean = sum / count;
        double squares = 0;
        double largest = 0;
        for (int i = column; i < end; i += Task.STATES) {
            double deviation = outputs[i] - mean;
            squares += deviation * deviation;
            largest = Math.max(largest, Math.abs(deviation));
        }
        double scaled = largest / Math.sqrt(squares / count);
        return scaled <= LARGEST_SCALED;
    }

    private double[] absoluteFeatures() {
        double[] absolute = grid.features().clone();
        for (int i = 0; i < absolute.length; i += Run.FEATURES) {
            absolute[i] += grid.origin().temperatureK();
            absolute[i + 1] += grid.origin().concentrationKmolPerM3();
        }
        return absolute;
    }
}

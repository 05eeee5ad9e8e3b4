package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.Reactor;
import java.util.Arrays;

/**
 * Runs reactors.
 *
 * @param method how
 * @param tolerances how exactly
 */
public record Simulator(Method method, Tolerances tolerances) {

    /** The integrators. */
    public enum Method {
        /** {@link #ROSENBROCK}: as fast where nothing is stiff, far faster where it is. */
        AUTO,
        /** RODAS of order 4, for stiff systems. */
        ROSENBROCK,
        /** Dormand and Prince's explicit method of order 8. */
        DORMAND_PRINCE
    }

    /** For training data. */
    public static final Simulator STANDARD = new Simulator(Method.AUTO, Tolerances.STANDARD);

    /**
     * Follows one run.
     *
     * @param timesH wanted, each at least 0 and larger than the one before
     * @throws IllegalArgumentException when run or times do not fit the reactor
     * @throws SimulationException when the run cannot be followed to the last time, or asks what is
     *     unphysical of this reactor
     * @throws StoppedException if this thread is interrupted
     */
    public Trajectory simulate(Reactor reactor, Run run, double... timesH) {
        StoppedException.ifInterrupted();
        run.requireFits(reactor);
        requireIncreasing(timesH);
        NodeChain chain = new NodeChain(reactor);
        double[] state = stateOf(run.start(), chain);
        int size = state.length;
        double[] states = new double[timesH.length * size];
        Integrator integrator = integrator(chain);
        integrator.begin();
        double[] changes = run.inputs().changeTimesH();
        int segment = 0;
        chain.setInputs(run.inputs().values()[0]);
        double now = 0;
        for (int output = 0; output < timesH.length; output++) {
            while (segment + 1 < changes.length && changes[segment + 1] < timesH[output]) {
                segment++;
                integrator.advance(state, now, changes[segment]);
                now = changes[segment];
                chain.setInputsAt(now, run.inputs().values()[segment]);
                integrator.restart();
            }
            integrator.advance(state, now, timesH[output]);
            now = timesH[output];
            System.arraycopy(state, 0, states, output * size, size);
        }
        return new Trajectory(timesH.clone(), chain.nodes(), states);
    }

    private Integrator integrator(NodeChain chain) {
        return switch (method) {
            case AUTO, ROSENBROCK -> new Rodas4(chain, tolerances);
            case DORMAND_PRINCE -> new DormandPrince853(chain, tolerances);
        };
    }

    static double[] stateOf(InitialState start, NodeChain chain) {
        double[] state = new double[2 * chain.nodes()];
        for (int node = 0; node < chain.nodes(); node++) {
            int given = start.nodes() == 1 ? 0 : node;
            double c = start.concentrationsKmolPerM3()[given];
            double t = start.temperaturesK()[given];
            boolean usable =
                    Double.isFinite(c)
                            && Double.isFinite(t)
                            && (!chain.physical() || (c >= 0 && t > 0));
            if (!usable) {
                throw new IllegalArgumentException(
                        "The initial state is "
                                + c
                                + " kmol/m3 and "
                                + t
                                + " K; give at least 0 kmol/m3 and more than 0 K.");
            }
            state[2 * node] = c;
            state[2 * node + 1] = t;
        }
        return state;
    }

    private static void requireIncreasing(double[] timesH) {
        if (timesH.length == 0) {
            throw new IllegalArgumentException("timesH is empty; name at least one time.");
        }
        for (int i = 0; i < timesH.length; i++) {
            boolean usable =
                    Double.isFinite(timesH[i])
                            && timesH[i] >= 0
                            && (i == 0 || timesH[i] > timesH[i - 1]);
            if (!usable) {
                throw new IllegalArgumentException(
                        "timesH "
                                + Arrays.toString(timesH)
                                + " at position "
                                + i
                                + "; let the times be finite, at least 0, and increase.");
            }
        }
    }
}

package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;

/**
 * Trajectories of the balances, which a correction is added to.
 *
 * @param reactor with parameters as estimated
 * @param measured where
 */
record Base(Reactor reactor, MeasuredNode measured) {
    private static final Simulator SIMULATOR =
            new Simulator(Simulator.Method.AUTO, Tolerances.STANDARD);

    // differences of two of its trajectories are to be derivatives
    private static final Simulator TIGHT =
            new Simulator(Simulator.Method.AUTO, Tolerances.of(1e-8));

    /** All nodes at the times given, so exactly that differences between runs mean something. */
    Trajectory tightly(Run run, double[] timesH) {
        return TIGHT.simulate(reactor, run, timesH);
    }

    /** All nodes at the times given. */
    Trajectory trajectory(Run run, double[] timesH) {
        return SIMULATOR.simulate(reactor, run, timesH);
    }

    /** Concentration (kmol/m3) and temperature (K) at the times given: {@code [2][times]}. */
    double[][] at(Run run, double[] timesH) {
        return measured(trajectory(run, timesH));
    }

    double[][] measured(Trajectory trajectory) {
        return new double[][] {
            trajectory.concentrations(measured), trajectory.temperaturesK(measured)
        };
    }
}

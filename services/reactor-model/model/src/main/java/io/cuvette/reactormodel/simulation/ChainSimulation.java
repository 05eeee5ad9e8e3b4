package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.Reactor;

/**
 * Many runs of one reactor with constant inputs, by RODAS, without making anything for each: what
 * {@link Simulator} does for one. Not for use by several threads.
 */
public final class ChainSimulation {
    private final NodeChain chain;
    private final Rodas4 integrator;
    private double[] state = {};
    private double nowH;

    public ChainSimulation(Reactor reactor, Tolerances tolerances) {
        chain = new NodeChain(reactor);
        integrator = new Rodas4(chain, tolerances);
    }

    /** 1, or the nodes after the inlet of a tube. */
    public int nodes() {
        return chain.nodes();
    }

    /**
     * Begins a run at time 0.
     *
     * @param initialState concentration and temperature of each node in turn; kept, and replaced by
     *     {@link #advanceTo}
     * @param inputs in the order of the reactor's type
     * @throws SimulationException when they are unphysical for this reactor
     */
    public void start(double[] initialState, double... inputs) {
        chain.setInputs(inputs);
        integrator.begin();
        state = initialState;
        nowH = 0;
    }

    /**
     * Follows the run to a later time.
     *
     * @throws SimulationException when it cannot be followed
     */
    public void advanceTo(double timeH) {
        integrator.advance(state, nowH, timeH);
        nowH = timeH;
    }
}

package io.cuvette.reactormodel.simulation;

/** Follows the state of one node chain. */
interface Integrator {

    /** Forgets the run before: its step size and its count of steps. */
    void begin();

    /** Forgets the step size, after a jump of the inputs. */
    void restart();

    /**
     * Follows the state from one time to another, which is met exactly.
     *
     * @param state of the chain, replaced
     * @throws SimulationException when it cannot be followed; the state is then of no use
     */
    void advance(double[] state, double fromH, double toH);
}

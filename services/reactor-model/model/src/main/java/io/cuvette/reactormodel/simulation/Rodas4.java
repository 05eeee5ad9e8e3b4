package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.simulation.SimulationException.Reason;

/**
 * RODAS with its step size control, see {@link Rodas4Step}.
 *
 * <p>Of physical reactors it refuses steps to concentrations below -1e-9 kmol/m3 and takes what
 * remains below 0 as 0; it gives a run up as runaway below 10 K, above 10,000 K and above 1e6
 * kmol/m3. The chain's inputs must not change within {@link #advance}. Not for use by several
 * threads.
 */
final class Rodas4 implements Integrator {
    // of the step size control, as in the code RODAS
    private static final double SAFETY = 0.9;
    private static final double LARGEST_GROWTH = 6;
    private static final double LARGEST_CUT = 0.2;
    private static final double CUT_WHEN_UNUSABLE = 0.25;

    /** The first step in units of the fastest node's time; steps hardly depend on it. */
    private static final double FIRST_STEP = 0.3;

    /** A look at whether anybody still waits costs as much as a part of a step. */
    private static final int STEPS_BETWEEN_LOOKS = 256;

    private static final double LOWEST_CONCENTRATION = -1e-9;
    private static final double HIGHEST_CONCENTRATION = 1e6;
    private static final double LOWEST_TEMPERATURE_K = 10;
    private static final double HIGHEST_TEMPERATURE_K = 1e4;

    private final boolean physical;
    private final Tolerances tolerances;
    private final Rodas4Step rodas;
    private double proposedH;
    private int steps;

    Rodas4(NodeChain chain, Tolerances tolerances) {
        physical = chain.physical();
        this.tolerances = tolerances;
        rodas = new Rodas4Step(chain, tolerances);
    }

    @Override
    public void begin() {
        steps = 0;
        restart();
    }

    @Override
    public void restart() {
        proposedH = 0;
    }

    /** Accepted and rejected ones since {@link #begin}. */
    int steps() {
        return steps;
    }

    @Override
    public void advance(double[] state, double fromH, double toH) {
        double t = fromH;
        boolean moved = true;
        while (t < toH) {
            if (moved) {
                double fastest = rodas.startAt(state);
                if (proposedH == 0) {
                    proposedH = firstStepH(fastest, t);
                }
            }
            double remaining = toH - t;
            boolean last = proposedH >= remaining * (1 - 1e-10);
            double h = last ? remaining : Math.min(proposedH, remaining / 2);
            moved = step(state, t, h);
            if (moved) {
                t = last ? toH : t + h;
            }
        }
    }

    /** Tries one step; keeps it and answers true when its error allows. */
    private boolean step(double[] state, double t, double h) {
        steps++;
        if (steps % STEPS_BETWEEN_LOOKS == 0) {
            StoppedException.ifInterrupted();
        }
        if (steps > tolerances.maximumSteps()) {
            throw new SimulationException(
                    Reason.STEP_LIMIT,
                    t,
                    "it took more than "
                            + tolerances.maximumSteps()
                            + " steps; raise the limit or the tolerances.");
        }
        if (t + h * 0.1 == t) {
            throw new SimulationException(
                    Reason.STEP_TOO_SMALL,
                    t,
                    "the accuracy asks for steps of " + h + " h; raise the tolerances.");
        }
        double scaled = rodas.attempt(state, h);
        if (!(scaled <= 1)) {
            reject(h, scaled);
            return false;
        }
        if (physical && tooLow()) {
            proposedH = h * CUT_WHEN_UNUSABLE;
            return false;
        }
        accept(state, t + h);
        propose(h, scaled);
        return true;
    }

    private void reject(double h, double scaled) {
        proposedH =
                scaled < Double.POSITIVE_INFINITY
                        ? h * Math.max(LARGEST_CUT, SAFETY / fourthRoot(scaled))
                        : h * CUT_WHEN_UNUSABLE;
    }

    private void propose(double h, double scaled) {
        double factor = SAFETY / fourthRoot(Math.max(scaled, 1e-12));
        double longer = h * Math.min(LARGEST_GROWTH, Math.max(LARGEST_CUT, factor));
        // a step cut to meet a time says nothing against the longer one proposed before
        proposedH = h < proposedH ? Math.max(longer, proposedH) : longer;
    }

    private boolean tooLow() {
        double[] next = rodas.next();
        for (int y = 0; y < next.length; y += 2) {
            if (next[y] < LOWEST_CONCENTRATION) {
                return true;
            }
        }
        return false;
    }

    private void accept(double[] state, double t) {
        double[] next = rodas.next();
        for (int y = 0; y < next.length; y += 2) {
            double c = next[y];
            double temperatureK = next[y + 1];
            if (!Double.isFinite(c) || !Double.isFinite(temperatureK)) {
                throw new SimulationException(
                        Reason.NON_FINITE, t, "the state is not a number; check the parameters.");
            }
            if (physical
                    && (temperatureK < LOWEST_TEMPERATURE_K
                            || temperatureK > HIGHEST_TEMPERATURE_K
                            || c > HIGHEST_CONCENTRATION)) {
                throw new SimulationException(
                        Reason.RUNAWAY,
                        t,
                        "it came to "
                                + temperatureK
                                + " K and "
                                + c
                                + " kmol/m3; check inputs and kinetics.");
            }
            state[y] = c < 0 && physical ? 0 : c;
            state[y + 1] = temperatureK;
        }
    }

    private static double firstStepH(double fastest, double t) {
        if (!Double.isFinite(fastest)) {
            throw new SimulationException(
                    Reason.NON_FINITE,
                    t,
                    "the rates are not numbers; check the start and the parameters.");
        }
        return fastest == 0 ? Double.MAX_VALUE : FIRST_STEP / fastest;
    }

    private static double fourthRoot(double x) {
        return Math.sqrt(Math.sqrt(x));
    }
}

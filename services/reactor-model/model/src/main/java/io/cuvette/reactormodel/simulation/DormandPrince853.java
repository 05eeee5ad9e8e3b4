package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.simulation.SimulationException.Reason;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;

/**
 * The explicit method of order 8 of Dormand and Prince, from Hipparchus: a second opinion on runs
 * that are not stiff, and slow where they are. Concentrations may fall below 0 by what the
 * tolerance allows.
 */
final class DormandPrince853 implements Integrator {
    private static final double SMALLEST_STEP_H = 1e-16;
    private static final double LARGEST_STEP_H = 1e3;
    private static final int EVALUATIONS_A_STEP = 12;

    /** A look at whether anybody still waits costs as much as a part of a step. */
    private static final int STEPS_BETWEEN_LOOKS = 256;

    private final NodeChain chain;
    private final Tolerances tolerances;
    private final DormandPrince853Integrator integrator;
    private int evaluations;
    private int steps;

    DormandPrince853(NodeChain chain, Tolerances tolerances) {
        this.chain = chain;
        this.tolerances = tolerances;
        int size = 2 * chain.nodes();
        double[] absolute = new double[size];
        double[] relative = new double[size];
        for (int i = 0; i < size; i++) {
            absolute[i] =
                    i % 2 == 0 ? tolerances.concentrationKmolPerM3() : tolerances.temperatureK();
            relative[i] = tolerances.relative();
        }
        integrator =
                new DormandPrince853Integrator(SMALLEST_STEP_H, LARGEST_STEP_H, absolute, relative);
        integrator.addStepHandler(step -> lookNowAndThen());
    }

    @Override
    public void begin() {
        evaluations = 0;
        steps = 0;
    }

    @Override
    public void restart() {
        // every advance starts with a step size of its own
    }

    @Override
    public void advance(double[] state, double fromH, double toH) {
        if (toH <= fromH) {
            return;
        }
        int left = tolerances.maximumSteps() * EVALUATIONS_A_STEP - evaluations;
        integrator.setMaxEvaluations(Math.max(1, left));
        double[] end;
        try {
            end =
                    integrator
                            .integrate(new Balances(), new ODEState(fromH, state), toH)
                            .getPrimaryState();
        } catch (MathIllegalStateException e) {
            throw new SimulationException(
                    Reason.STEP_LIMIT,
                    fromH,
                    "it took more than "
                            + tolerances.maximumSteps()
                            + " steps; take the method for stiff runs.",
                    e);
        } catch (MathIllegalArgumentException e) {
            throw new SimulationException(
                    Reason.STEP_TOO_SMALL,
                    fromH,
                    "the accuracy asks for too small steps; take the method for stiff runs.",
                    e);
        }
        evaluations += integrator.getEvaluations();
        System.arraycopy(end, 0, state, 0, end.length);
        for (double value : state) {
            if (!Double.isFinite(value)) {
                throw new SimulationException(
                        Reason.NON_FINITE, toH, "the state is not a number; check the parameters.");
            }
        }
    }

    private void lookNowAndThen() {
        steps++;
        if (steps % STEPS_BETWEEN_LOOKS == 0) {
            StoppedException.ifInterrupted();
        }
    }

    private final class Balances implements OrdinaryDifferentialEquation {

        @Override
        public int getDimension() {
            return 2 * chain.nodes();
        }

        @Override
        public double[] computeDerivatives(double t, double[] y) {
            double[] derivative = new double[y.length];
            chain.derivative(y, derivative);
            return derivative;
        }
    }
}

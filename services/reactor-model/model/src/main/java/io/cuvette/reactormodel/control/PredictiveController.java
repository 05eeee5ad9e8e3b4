package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.simulation.SimulationException;

/**
 * Model predictive control: the inputs of the next steps that make a goal's cost small and keep
 * limits, as a model predicts it.
 *
 * <p>Sequential quadratic programming. The cost is a sum of squares, so its Hessian is taken by
 * Gauss and Newton; derivatives are differences over single steps, chained ({@link Horizon}). Each
 * quadratic program keeps ranges and changes of inputs exactly and lets temperatures pass their
 * limits at a price for the largest violation in each step, raised until no more is violated than
 * has to be (an exact penalty: Nocedal and Wright, "Numerical Optimization", 2nd edition, section
 * 18.5). A problem that cannot be met so ends at the smallest violations to be found nearby. Steps
 * that do not keep what the program promised are tried again with limits as they bend, and then
 * shortened by damping (Levenberg and Marquardt). The search starts from the inputs in force and
 * never ends worse. It finds a local minimum. Nothing is drawn: the same problem has the same plan,
 * to the bit.
 *
 * <p>Not Hipparchus 4.0.3, which was tried on twelve problems of the nominal CSTR with 5 and 20
 * steps: {@code SQPOptimizerS}, which solves its programs by ADMM, answered three (in 0.4 to 1.7 s,
 * this search in 0.01 to 0.04 s, no worse); five ended because its own Hessian was not symmetric to
 * the bit, two without convergence, two near the goal in a null pointer. {@code
 * LevenbergMarquardtOptimizer} with inputs as tanh of unknowns and violations as squares, at 1e4
 * for 1 K^2, did not end within 300 evaluations where a temperature limit was active, and ended
 * early at a cost 0.8 % higher where inputs were at their limits. For the programs alone, ojAlgo
 * 55.2.0 and Hipparchus's ADMM were measured on all that tests make: docs/adr/0017.
 */
public final class PredictiveController {
    private PredictiveController() {}

    /**
     * Plans.
     *
     * @throws ControlException when the problem is none for the model, naming every field that is
     *     wrong
     * @throws SimulationException when neither the inputs in force nor those in the middle of their
     *     ranges can be followed
     */
    public static ControlPlan plan(AdaptedReactor model, ControlProblem problem) {
        ProblemFindings.refuseAny(model, problem);
        return new PlanSearch(model, problem).run();
    }
}

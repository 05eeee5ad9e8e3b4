package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.correction.Rollout;

/**
 * Inputs for the next steps. Apply the first, measure, and plan again.
 *
 * @param inputs steps x inputs, in the order of the reactor's type, always within their limits
 * @param predicted where they lead, four times a step; what of it lies outside of the model's
 *     region is named there
 * @param coldestK lowest temperature in the reactor at those times
 * @param hottestK highest temperature in the reactor at those times
 * @param cost of the goal
 * @param costOfHolding the same for keeping the inputs in force, or what of them limits allow;
 *     infinite when that cannot be followed
 * @param temperatureViolationK by how much temperatures pass their limits at most
 * @param changeViolation by how much more than allowed the first step changes an input to come
 *     within its limits, as a share of its range in the model's region
 * @param constraintsHold whether both are as good as 0; if not, no plan near this one is better
 * @param iterations of the search
 * @param converged whether the search ended because nothing was left to gain nearby
 */
public record ControlPlan(
        double[][] inputs,
        Rollout predicted,
        double[] coldestK,
        double[] hottestK,
        double cost,
        double costOfHolding,
        double temperatureViolationK,
        double changeViolation,
        boolean constraintsHold,
        int iterations,
        boolean converged) {

    /** What to apply now. */
    public double[] firstInputs() {
        return inputs[0].clone();
    }
}

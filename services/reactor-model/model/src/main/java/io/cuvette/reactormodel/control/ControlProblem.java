package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.simulation.InitialState;

/**
 * A reactor now, and what is wanted of it.
 *
 * <p>Looked at by {@link PredictiveController#plan}, which knows the model it is for.
 *
 * @param start what is in the reactor
 * @param inputsInForce those of the step before, from which changes count
 * @param steps of the plan, 1 to {@value #MOST_STEPS}
 * @param stepH length of a step, above 0 to the window of the model's region
 */
public record ControlProblem(
        InitialState start,
        double[] inputsInForce,
        int steps,
        double stepH,
        Goal goal,
        ControlLimits limits) {

    /** Longest plan. */
    public static final int MOST_STEPS = 60;

    public ControlProblem {
        inputsInForce = inputsInForce.clone();
    }

    /** The same problem a while later. */
    public ControlProblem from(InitialState newStart, double... newInputsInForce) {
        return new ControlProblem(newStart, newInputsInForce, steps, stepH, goal, limits);
    }
}

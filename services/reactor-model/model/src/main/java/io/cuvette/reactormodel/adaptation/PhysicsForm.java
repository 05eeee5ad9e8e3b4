package io.cuvette.reactormodel.adaptation;

/** How balances become a penalty on a network's outputs. */
public enum PhysicsForm {
    /** Where they lead from one output to the next, see {@link StepResidual}. */
    STEP,
    /**
     * The reference's finite differences, see {@link PaperResidual}, with the gradient of the
     * convective term kept; a weight of 1 is the reference's own.
     */
    PAPER
}

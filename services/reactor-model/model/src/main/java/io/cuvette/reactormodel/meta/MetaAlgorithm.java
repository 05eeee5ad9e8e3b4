package io.cuvette.reactormodel.meta;

/** How starting weights are found from a stream of tasks. */
public enum MetaAlgorithm {
    /** First order: towards the weights that ordinary training on the task ends with. */
    REPTILE,
    /** Second order: down the gradient of the loss after adaptation. */
    MAML,
    /** No inner loop: one network trained on the tasks one after the other; the baseline. */
    JOINT
}

package io.cuvette.reactormodel.program;

/** What a network predicts. */
public enum NetworkKind {
    /** What the balances leave of trajectories: the default on which adaptation builds. */
    CORRECTION,
    /** Whole trajectories from four numbers, as the paper has it. */
    WINDOW
}

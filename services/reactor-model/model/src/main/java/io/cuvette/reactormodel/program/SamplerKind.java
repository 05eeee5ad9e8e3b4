package io.cuvette.reactormodel.program;

/** Which reactors a window network is trained on; corrections are trained on physical ones. */
public enum SamplerKind {
    /** Reactors that could be built, scaled by what balances of the nominal substance say. */
    PHYSICAL,
    /** The paper's to the letter, with negative volumes and rates, scaled by their own outputs. */
    PAPER
}

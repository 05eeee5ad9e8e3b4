package io.cuvette.reactormodel.reactor;

/** How strictly a reactor looks at its parameters. */
public enum ParameterCheck {
    /** Within the ranges of {@link ReactorParameter}. */
    PHYSICAL,
    /**
     * Finite numbers only: the paper's own sampler draws negative volumes, flows, areas and rates,
     * which a comparison with its results has to allow.
     */
    FINITE
}

package io.cuvette.training.core.sampling;

/** Makes a selection of samples, from settings that were bound to it. */
@FunctionalInterface
public non-sealed interface SelectionFactory extends SamplingPlan {

    /**
     * @param seed of the job
     */
    SampleSelection create(long seed);
}

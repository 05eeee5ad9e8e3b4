package io.cuvette.training.core.mixing;

/** Makes a mixture of sources, from settings that were bound to it. */
@FunctionalInterface
public non-sealed interface MixtureFactory extends MixingPlan {

    /**
     * @param sources at least 2
     * @param seed of the job
     */
    Mixture create(int sources, long seed);
}

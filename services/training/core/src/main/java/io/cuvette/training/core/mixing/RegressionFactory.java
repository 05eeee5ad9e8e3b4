package io.cuvette.training.core.mixing;

/** Makes a regression of losses on proportions, from settings that were bound to it. */
@FunctionalInterface
public non-sealed interface RegressionFactory extends MixingPlan {

    /**
     * @param prior share of each source in the rows, at least 2 sources
     * @param seed of the job
     */
    RegMix create(double[] prior, long seed);
}

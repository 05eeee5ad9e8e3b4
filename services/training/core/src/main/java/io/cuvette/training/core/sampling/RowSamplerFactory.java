package io.cuvette.training.core.sampling;

/** Makes a sampler of rows, from settings that were bound to it. */
@FunctionalInterface
public non-sealed interface RowSamplerFactory extends SamplingPlan {

    /**
     * @param batchSize rows a batch, 1 to 1,000,000
     * @param seed of the job
     */
    RowSampler create(TrainingRows rows, int batchSize, long seed);
}

package io.cuvette.training.core.batching;

/** Makes a sampler of ragged rows, from settings that were bound to it. */
@FunctionalInterface
public interface SequenceSamplerFactory {

    /**
     * @param rows to draw from, at least one
     * @param lengths tokens of each of these rows, at least 1
     * @param seed of the job
     * @throws IllegalArgumentException if a row is longer than a batch may be
     */
    SequenceSampler create(int[] rows, int[] lengths, long seed);
}

package io.cuvette.training.core.batching;

/** Makes a batching for a run, from settings that were bound to it. */
@FunctionalInterface
public interface BatchingFactory {

    /**
     * @param batchesPerEpoch of the source, at least 1
     */
    Batching create(int batchesPerEpoch);
}

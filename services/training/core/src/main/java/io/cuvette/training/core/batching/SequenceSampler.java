package io.cuvette.training.core.batching;

/**
 * Batches of rows whose sequences have different lengths. A batch depends on seed and position
 * only; not for use by several threads.
 */
public interface SequenceSampler {

    /** Stable method name, for instance {@code length-bucketing}. */
    String name();

    /** The same for every epoch, at least 1. */
    int stepsPerEpoch();

    /** The rows of one batch; an epoch has each row once. */
    int[] batch(long epoch, int step);

    /**
     * Share of an epoch's tokens that is padding, when each batch is padded to its longest
     * sequence; 0 to below 1.
     */
    double paddingShare(long epoch);
}

package io.cuvette.training.core.sampling;

/** Which rows make each batch of an epoch. Not for use by several threads. */
public interface RowSampler {

    /** At least 1, and the same for every epoch. */
    int stepsPerEpoch();

    /**
     * The rows of one batch, at least one; the same whenever the same position is asked for.
     *
     * @param step 0 to below {@link #stepsPerEpoch}
     */
    int[] batch(long epoch, int step);
}

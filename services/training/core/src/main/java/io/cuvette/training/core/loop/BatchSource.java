package io.cuvette.training.core.loop;

/**
 * The batches of an epoch. A batch depends on its position only, so a resumed run asks for the next
 * one directly.
 *
 * @param <B> a batch; it keeps its values, whatever other batches are asked for, until its tensors
 *     are freed after the step
 */
public interface BatchSource<B> {

    /** At least 1, and the same for every epoch. */
    int stepsPerEpoch();

    B batch(long epoch, int step);

    /**
     * Some samples of a batch as a batch of their own, in the order of the positions; for methods
     * that choose samples.
     */
    default B select(long epoch, int step, int[] positions) {
        throw new IllegalStateException("samples of these batches cannot be chosen");
    }

    /** The source of each sample of a batch, counted from 0; empty when there is only one. */
    default int[] sources(long epoch, int step) {
        return new int[0];
    }

    /** Number of samples in a batch, which the job's throughput counts. */
    long samples(B batch);

    /** Which rows are in a batch, in words, for the message when its loss is not finite. */
    default String describe(long epoch, int step) {
        return "batch %d of epoch %d".formatted(step, epoch);
    }
}

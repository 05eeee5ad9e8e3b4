package io.cuvette.training.core.loop;

/**
 * The batches of an epoch. A batch depends on its position only, so a resumed run asks for the next
 * one directly.
 *
 * @param <B> a batch; its tensors are freed after the step
 */
public interface BatchSource<B> {

    /** At least 1, and the same for every epoch. */
    int stepsPerEpoch();

    B batch(long epoch, int step);

    /** Which rows are in a batch, in words, for the message when its loss is not finite. */
    default String describe(long epoch, int step) {
        return "batch %d of epoch %d".formatted(step, epoch);
    }
}

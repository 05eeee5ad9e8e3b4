package io.cuvette.training.core.batching;

import io.cuvette.training.core.method.Stateful;
import java.util.List;

/**
 * Decides which batches an epoch of training goes through and how many of them make one optimizer
 * step. The loop's part:
 *
 * <pre>{@code
 * List<Position> todo = batching.batches(epoch);
 * for (int done = 0; done < todo.size(); ) {
 *     int end = Math.min(todo.size(), done + batching.batchesPerStep());
 *     TrainedStep step = one update with the mean gradient of todo.subList(done, end);
 *     batching.observe(epoch, step);
 *     done = end;
 * }
 * }</pre>
 *
 * <p>A resumed loop asks for the same epoch again and goes on at {@code done}.
 */
public interface Batching extends Stateful {

    /** Stable method name, for instance {@code adaptive-batch}. */
    String name();

    /**
     * The batches of an epoch of training in their order, at least one. Asked for at the start of
     * the epoch, or within it after {@link #restore}, it is the same.
     */
    List<Position> batches(long epoch);

    /** Batches of the next step, at least 1; the last step of an epoch may have fewer. */
    int batchesPerStep();

    /** Whether {@link #observe} looks at gradients. */
    boolean wantsGradients();

    /**
     * Takes a step that was just done.
     *
     * @param epoch of training, as {@link #batches} had it
     */
    void observe(long epoch, TrainedStep step);
}

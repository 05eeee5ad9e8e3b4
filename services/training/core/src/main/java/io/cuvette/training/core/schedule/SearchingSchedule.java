package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Stateful;

/**
 * A schedule that tries rates out while training, and asks its loop to take the trials back. The
 * loop's part, before and after each step:
 *
 * <pre>{@code
 * switch (schedule.next()) {
 *     case SNAPSHOT -> kept = copy of weights, buffers and optimizer;
 *     case ROLL_BACK -> weights, buffers and optimizer = kept;
 *     case GO_ON -> {}
 * }
 * double loss = trainStep(schedule.rate(steps++));
 * schedule.observe(loss);
 * }</pre>
 *
 * <p>Only the weights and what the optimizer remembers go back: the position in the data and the
 * count of steps go on, so trials count as steps and see batches of their own. While {@link
 * #needsSnapshot} the copy belongs into checkpoints, beside {@link #save}.
 */
public interface SearchingSchedule extends Schedule, Stateful {

    /** What the loop has to do before its next step. */
    enum Action {
        GO_ON,
        /** Keep a copy of weights and optimizer, in place of an earlier one. */
        SNAPSHOT,
        /** Put the copy back, and keep it. */
        ROLL_BACK
    }

    /** To be done once before the next step; the same until {@link #observe}. */
    Action next();

    /**
     * The rate of the next step.
     *
     * @param step not looked at: what was observed decides
     */
    @Override
    double rate(long step);

    /**
     * Takes the loss of the step that was just done, at the weights before its update. A loss that
     * is not finite is an answer like others: the next action takes the rate's steps back.
     *
     * @throws IllegalArgumentException if a loss that no rate is to blame for is not finite, or
     *     every rate fails
     */
    void observe(double loss);

    /** Whether the rate is on trial: the steps at hand will be taken back. */
    boolean trying();

    /** Whether the copy may be asked back later. */
    boolean needsSnapshot();
}

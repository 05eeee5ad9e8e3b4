package io.cuvette.training.core.schedule;

/**
 * The learning rate of each step. Most are pure functions of the step, so a resumed run continues
 * them by itself; {@link SearchingSchedule} is the exception.
 */
public interface Schedule {

    /** Stable method name, for instance {@code warmup-cosine}. */
    String name();

    /**
     * @param step steps done before this one, from 0
     */
    double rate(long step);
}

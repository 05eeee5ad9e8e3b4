package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.Stateful;

/**
 * Chooses the proportions of sources round by round. The loop asks for {@link #proportions}, trains
 * a round on them, and tells {@link #observe} what it did, as far as the mixture wants to know;
 * then the next round begins.
 */
public interface Mixture extends Stateful {

    int sources();

    /** Proportions of the round that comes next, a distribution; the same until it is observed. */
    double[] proportions();

    /** Steps of that round as a share of those of a full one, above 0 to 1. */
    default double length() {
        return 1;
    }

    /** Whether it needs the losses of the sources before and after a round. */
    default boolean wantsLosses() {
        return true;
    }

    /** Whether it needs {@link RoundResult#alignments}. */
    default boolean wantsAlignments() {
        return false;
    }

    /**
     * Takes note of the round that {@link #proportions} was for.
     *
     * @throws IllegalArgumentException if the result is of another number of sources, of other
     *     proportions, or lacks what it needs
     */
    void observe(RoundResult result);
}

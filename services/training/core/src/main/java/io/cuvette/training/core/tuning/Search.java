package io.cuvette.training.core.tuning;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Chooses the settings of trials. It remembers nothing: what it proposes follows from the study
 * alone, so whoever runs the trials may die at any moment and ask again.
 */
public interface Search {

    /** How many trials it makes of a space, where that is not free to choose. */
    default OptionalInt trials(Space space) {
        return OptionalInt.empty();
    }

    /** The most trials that it can be asked for. */
    default int mostTrials() {
        return Integer.MAX_VALUE;
    }

    /**
     * Rounds of trials that go on from each other's trained state; 1 where every trial starts
     * afresh.
     */
    default int generations() {
        return 1;
    }

    /** The round of a trial, from 0. */
    default int generation(int trial) {
        return 0;
    }

    /**
     * Which trials share a seed: those of one number here. In a population each member has its own,
     * otherwise all trials have one, so that they differ by their settings alone.
     */
    default int lineage(int trial) {
        return 0;
    }

    /** The next trial; empty while it waits for one that is pending, and when there are no more. */
    Optional<Proposal> next(Study study);
}

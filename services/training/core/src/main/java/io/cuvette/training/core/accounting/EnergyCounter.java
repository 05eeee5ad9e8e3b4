package io.cuvette.training.core.accounting;

/** A counter of energy. */
interface EnergyCounter {

    EnergySource source();

    /**
     * Joules since the last call; since the counter was made, at the first. A part that cannot be
     * read at the moment is left to a later call.
     */
    double joulesSinceLast();
}

package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.Stateful;

/**
 * Chooses and weights samples of a batch by what the model says of them. The loop draws {@link
 * #candidates} times as many rows as it trains on, looks at them without recording gradients (those
 * of the last layer the loss gives in closed form), and trains on what is selected.
 */
public interface SampleSelection extends Stateful {

    /** Samples to look at for each one that is trained on, at least 1. */
    int candidates();

    /** What it has to know of each sample besides the loss. */
    SampleVectors vectors();

    /**
     * Selects {@code size / candidates} samples, at least one, and takes note of them.
     *
     * @throws IllegalArgumentException if the signals lack what it needs
     */
    Selected select(SampleSignals signals);

    /**
     * Refuses outputs that it cannot use, before anything is trained.
     *
     * @param width outputs of one sample
     * @throws IllegalArgumentException that says what to change
     */
    default void requireOutputs(int width) {}

    /** Samples to select from so many candidates. */
    default int count(int size) {
        return Math.max(1, size / candidates());
    }
}

package io.cuvette.training.core.loop;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;

/**
 * What a forward pass may need besides its batch.
 *
 * @param tape records sparse layers of this evaluation
 * @param random the step's own stream, shared by its objectives in their order
 * @param epoch from 0
 * @param step within the epoch, from 0
 * @param progress share of the loop's steps that is done, 0 to 1
 */
public record StepContext(Tape tape, RandomStream random, long epoch, int step, double progress) {

    /** At the start of a loop. */
    public StepContext(Tape tape, RandomStream random, long epoch, int step) {
        this(tape, random, epoch, step, 0);
    }
}

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
 */
public record StepContext(Tape tape, RandomStream random, long epoch, int step) {}

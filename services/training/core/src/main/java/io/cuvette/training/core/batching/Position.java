package io.cuvette.training.core.batching;

/**
 * Where a batch stands among all that a source can give: a batch is a pure function of it.
 *
 * @param epoch of the source, from 0
 * @param step within it, from 0
 */
public record Position(long epoch, int step) {}

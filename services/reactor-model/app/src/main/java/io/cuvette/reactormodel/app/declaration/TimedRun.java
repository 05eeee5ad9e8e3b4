package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.simulation.Run;

/**
 * A run and the times at which it is wanted.
 *
 * @param timesH increasing, at least one
 */
public record TimedRun(Run run, double[] timesH) {}

package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.InitialState;

/**
 * A run followed to the end of its times.
 *
 * @param concentrationsKmolPerM3 predicted, never below 0
 * @param temperaturesK predicted
 * @param end where the next window begins
 */
public record Followed(
        double[] concentrationsKmolPerM3, double[] temperaturesK, InitialState end) {}

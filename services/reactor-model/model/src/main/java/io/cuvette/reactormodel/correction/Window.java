package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.Trajectory;

/**
 * A run followed by a model to the end of its times.
 *
 * @param balances of all nodes, without correction
 * @param concentrationsKmolPerM3 predicted where the reactor is measured, never below 0
 * @param temperaturesK predicted where the reactor is measured
 * @param end where the next window goes on: in a tank the corrected end; a tube is corrected where
 *     it is measured, and its nodes go on as the balances have them
 */
public record Window(
        Trajectory balances,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK,
        InitialState end) {}

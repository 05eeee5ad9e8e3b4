package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.PlugFlowReactor;

/**
 * What is in a reactor at time 0.
 *
 * @param concentrationsKmolPerM3 one for all of it, or one for each node after the inlet of a tube
 * @param temperaturesK as many
 */
public record InitialState(double[] concentrationsKmolPerM3, double[] temperaturesK) {

    public InitialState {
        if (concentrationsKmolPerM3.length == 0
                || concentrationsKmolPerM3.length != temperaturesK.length) {
            throw new IllegalArgumentException(
                    "The initial state has "
                            + concentrationsKmolPerM3.length
                            + " concentrations and "
                            + temperaturesK.length
                            + " temperatures; give as many of both, and at least one.");
        }
        concentrationsKmolPerM3 = concentrationsKmolPerM3.clone();
        temperaturesK = temperaturesK.clone();
    }

    /** The same state everywhere. */
    public static InitialState of(double concentrationKmolPerM3, double temperatureK) {
        return new InitialState(new double[] {concentrationKmolPerM3}, new double[] {temperatureK});
    }

    /** A tube as the paper starts it: without A, at the jacket's steady temperature. */
    public static InitialState emptyTube(PlugFlowReactor reactor) {
        return of(0, reactor.jacketTemperatureK());
    }

    /** 1, or the nodes after the inlet of a tube. */
    public int nodes() {
        return temperaturesK.length;
    }
}

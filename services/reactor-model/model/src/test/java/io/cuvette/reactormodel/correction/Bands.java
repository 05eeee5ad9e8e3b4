package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.ObservedRun;

/** Whether a band holds. */
public final class Bands {
    private Bands() {}

    /** A whole run: both channels at all times. */
    public static boolean hold(Prediction band, ObservedRun run) {
        for (int t = 0; t < run.times(); t++) {
            double c = band.concentrationsKmolPerM3()[t] - run.concentrationsKmolPerM3()[t];
            double k = band.temperaturesK()[t] - run.temperaturesK()[t];
            if (!(Math.abs(c) <= band.concentrationHalfWidths()[t]
                    && Math.abs(k) <= band.temperatureHalfWidths()[t])) {
                return false;
            }
        }
        return true;
    }
}

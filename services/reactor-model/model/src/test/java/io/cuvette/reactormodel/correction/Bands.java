package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.estimation.ObservedRun;
import java.util.List;

/** Whether calibrated bands hold. */
public final class Bands {
    private Bands() {}

    /** How many whole runs, both channels at all times. */
    public static int held(ReactorModel model, List<ObservedRun> runs, double level) {
        int held = 0;
        for (ObservedRun run : runs) {
            Prediction band = model.predict(run.run(), run.timesH(), level);
            assertThat(band.calibrated()).isTrue();
            held += holds(band, run) ? 1 : 0;
        }
        return held;
    }

    private static boolean holds(Prediction band, ObservedRun run) {
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

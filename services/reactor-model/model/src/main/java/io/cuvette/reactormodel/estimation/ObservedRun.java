package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;

/**
 * What was done in an experiment and what was measured; NaN where nothing was.
 *
 * @param where a tube was measured
 * @param timesH above 0, strictly increasing, as irregular as they come
 * @param concentrationsKmolPerM3 one a time
 * @param temperaturesK one a time
 */
public record ObservedRun(
        Run run,
        MeasuredNode where,
        double[] timesH,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK) {

    public ObservedRun {
        timesH = timesH.clone();
        concentrationsKmolPerM3 = concentrationsKmolPerM3.clone();
        temperaturesK = temperaturesK.clone();
        if (timesH.length == 0
                || concentrationsKmolPerM3.length != timesH.length
                || temperaturesK.length != timesH.length) {
            throw new IllegalArgumentException(
                    "a run has %d times, %d concentrations and %d temperatures; it needs as many of each, and at least one"
                            .formatted(
                                    timesH.length,
                                    concentrationsKmolPerM3.length,
                                    temperaturesK.length));
        }
        double before = 0;
        for (double time : timesH) {
            if (!(time > before && Double.isFinite(time))) {
                throw new IllegalArgumentException(
                        "the time %s h follows %s h; times of a run are above 0 and increase"
                                .formatted(time, before));
            }
            before = time;
        }
    }

    public int times() {
        return timesH.length;
    }

    /** Concentrations for channel 0, temperatures for channel 1. */
    double[] channel(int channel) {
        return channel == 0 ? concentrationsKmolPerM3 : temperaturesK;
    }

    /** Measured values of both channels. */
    public int measured() {
        return measuredUntil(timesH[timesH.length - 1]);
    }

    /** Those not later than a time. */
    public int measuredUntil(double lastH) {
        int count = 0;
        for (int i = 0; i < times() && timesH[i] <= lastH; i++) {
            count += Double.isNaN(concentrationsKmolPerM3[i]) ? 0 : 1;
            count += Double.isNaN(temperaturesK[i]) ? 0 : 1;
        }
        return count;
    }
}

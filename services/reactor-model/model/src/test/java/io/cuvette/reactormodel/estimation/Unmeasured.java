package io.cuvette.reactormodel.estimation;

import java.util.Arrays;

/** Runs of which a channel was not measured. */
public final class Unmeasured {
    private Unmeasured() {}

    public static ObservedRun concentrations(ObservedRun run) {
        return new ObservedRun(
                run.run(), run.where(), run.timesH(), nothing(run), run.temperaturesK());
    }

    public static ObservedRun temperatures(ObservedRun run) {
        return new ObservedRun(
                run.run(), run.where(), run.timesH(), run.concentrationsKmolPerM3(), nothing(run));
    }

    private static double[] nothing(ObservedRun run) {
        double[] nothing = new double[run.times()];
        Arrays.fill(nothing, Double.NaN);
        return nothing;
    }
}

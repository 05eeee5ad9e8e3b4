package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import java.util.ArrayList;
import java.util.List;

/** What of a run lies outside of where its reactor is operated. */
final class Regions {

    /** Beyond the last time of a window; room for rounding. */
    private static final double BEYOND = 1 + 1e-9;

    private Regions() {}

    static List<String> outside(DeclaredReactor declared, TimedRun run) {
        List<String> outside =
                new ArrayList<>(
                        declared.region()
                                .outside(
                                        declared.nominal().type(),
                                        run.run().start().concentrationsKmolPerM3(),
                                        run.run().start().temperaturesK(),
                                        run.run().inputs().values()));
        double[] times = run.timesH();
        if (times[times.length - 1] > declared.region().windowH() * BEYOND) {
            outside.add("horizon");
        }
        return outside;
    }
}

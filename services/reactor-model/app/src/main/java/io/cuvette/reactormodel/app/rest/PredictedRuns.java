package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.declaration.RunReader;
import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.correction.ReactorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of a request for predictions, as the model takes them. */
record PredictedRuns(List<TimedRun> runs, double level) {
    private static final double USUAL_LEVEL = 0.9;

    static PredictedRuns of(PredictRequest request, ReactorModel model, Limits limits) {
        Findings findings = new Findings();
        double level = level(request.level(), findings);
        if (request.runs().size() > limits.mostPredictedRuns()) {
            findings.outOfRange(
                    "runs",
                    "has %d runs; allowed are %d"
                            .formatted(request.runs().size(), limits.mostPredictedRuns()));
            findings.refuseAny();
        }
        RunReader reader = new RunReader(model.reactor(), request.units(), limits.runs(), findings);
        List<TimedRun> runs = new ArrayList<>();
        for (int i = 0; i < request.runs().size(); i++) {
            runs.add(reader.look("runs[" + i + "].", request.runs().get(i)));
        }
        findings.refuseAny();
        return new PredictedRuns(runs, level);
    }

    /** The chance of bands. */
    static double level(Optional<Double> given, Findings findings) {
        double level = given.orElse(USUAL_LEVEL);
        if (!(level > 0 && level < 1)) {
            findings.outOfRange("level", "is %s; allowed is above 0 to below 1".formatted(level));
        }
        return level;
    }
}

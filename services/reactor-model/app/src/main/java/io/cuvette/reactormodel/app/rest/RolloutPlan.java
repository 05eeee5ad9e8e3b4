package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.declaration.RunReader;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import java.util.ArrayList;
import java.util.List;

/** A request for a roll-out, as the model takes it. */
record RolloutPlan(InitialState start, List<InputProfile> windows, double windowH, int points) {
    private static final double LONGEST_WINDOW_H = 1e4;
    private static final int MOST_POINTS = 1000;

    static RolloutPlan of(RolloutRequest request, ReactorModel model, Limits limits) {
        Findings findings = new Findings();
        RunReader reader = new RunReader(model.reactor(), request.units(), limits.runs(), findings);
        double windowH =
                request.windowH()
                        .map(given -> reader.own("windowH", given))
                        .orElse(model.declared().region().windowH());
        if (!(windowH > 0 && windowH <= LONGEST_WINDOW_H)) {
            findings.outOfRange(
                    "windowH",
                    "is %s h; allowed is above 0 to %s".formatted(windowH, LONGEST_WINDOW_H));
        }
        int points = request.points().orElse(1);
        if (points < 1 || points > MOST_POINTS) {
            findings.outOfRange(
                    "points", "is %d; allowed is 1 to %d".formatted(points, MOST_POINTS));
        }
        InitialState start = reader.start("initialState", request.initialState());
        List<InputProfile> windows = new ArrayList<>();
        for (int i = 0; i < request.windows().size(); i++) {
            windows.add(
                    reader.inputs("windows[" + i + "].inputs", request.windows().get(i).inputs()));
        }
        findings.refuseAny();
        return new RolloutPlan(start, windows, windowH, points);
    }
}

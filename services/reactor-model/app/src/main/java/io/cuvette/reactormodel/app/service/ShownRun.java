package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.service.Predictions.Failure;
import io.cuvette.reactormodel.plot.Curve;
import io.cuvette.reactormodel.plot.MeasuredPoints;
import io.cuvette.reactormodel.plot.RunTrajectories;
import io.cuvette.reactormodel.plot.TrajectoryFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run to be shown.
 *
 * @param predicted absent when it cannot be followed
 * @param calibrated whether left-out runs set the bands
 * @param outside what of the run lies outside of the model's region
 * @param failure why it is not predicted
 * @param nominal by the balances as declared; absent when they cannot be followed
 * @param nominalFailure why there is none
 * @param concentrations measured ones
 * @param temperatures measured ones
 */
public record ShownRun(
        Origin origin,
        Optional<Curve> predicted,
        boolean calibrated,
        List<String> outside,
        Optional<Failure> failure,
        Optional<Curve> nominal,
        Optional<Failure> nominalFailure,
        MeasuredPoints concentrations,
        MeasuredPoints temperatures) {

    /**
     * Where a run is from.
     *
     * @param file of measured runs; absent when the caller describes the run
     * @param learned whether the model has learned from it
     */
    public record Origin(String name, Optional<String> file, boolean learned) {}

    /** Of up to {@link TrajectoryFigure#MOST_RUNS} runs. */
    public static TrajectoryFigure figure(String title, double level, List<ShownRun> runs) {
        return new TrajectoryFigure(
                title, level, runs.stream().map(ShownRun::trajectories).toList());
    }

    private RunTrajectories trajectories() {
        return new RunTrajectories(
                origin.name(), notes(), predicted, nominal, concentrations, temperatures);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (origin.learned()) {
            notes.add("the model has learned from it");
        }
        if (!outside.isEmpty()) {
            notes.add("outside of the region: " + String.join(", ", outside));
        }
        if (failure.isPresent()) {
            notes.add("not predicted: " + failure.get().code());
        } else if (!calibrated) {
            notes.add("band not calibrated");
        }
        nominalFailure.ifPresent(why -> notes.add("balances as declared: " + why.code()));
        return notes;
    }
}

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.app.service.Predictions.Failure;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.plot.Curve;
import io.cuvette.reactormodel.plot.MeasuredPoints;
import io.cuvette.reactormodel.plot.TrajectoryFigure;
import io.cuvette.reactormodel.runs.NamedRun;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs as they are measured, predicted and had by the balances as declared, to be shown. */
@ApplicationScoped
public class Trajectories {

    /** Equal parts of a run at whose ends it is followed. */
    private static final int POINTS = 100;

    private static final Simulator SIMULATOR =
            new Simulator(Simulator.Method.AUTO, Tolerances.of(1e-6));

    private final RunFiles files;
    private final ModelFiles models;
    private final Turns turns;
    private final Limits limits;

    @Inject
    public Trajectories(RunFiles files, ModelFiles models, Turns turns, Limits limits) {
        this.files = files;
        this.models = models;
        this.turns = turns;
        this.limits = limits;
    }

    /**
     * Of the measured runs of a choice, in the order of their files.
     *
     * @param draw what is made of them, in the same turn
     */
    public <T> T measured(
            TenantId tenant,
            AdaptationEntity row,
            MeasuredChoice choice,
            double level,
            Function<List<ShownRun>, T> draw) {
        ReactorModel model = models.read(tenant, row);
        return turns.take(
                tenant,
                "runs",
                () -> {
                    Map<RunsEntity, List<NamedRun>> asked = read(tenant, model, choice);
                    List<ObservedRun> observed =
                            asked.values().stream()
                                    .flatMap(List::stream)
                                    .map(NamedRun::observed)
                                    .toList();
                    limits.requireAnswer(
                            observed.stream().mapToLong(ObservedRun::measured).sum(),
                            "name fewer runs");
                    requireFollowed(
                            model,
                            level,
                            observed.stream()
                                    .map(run -> new TimedRun(run.run(), run.timesH()))
                                    .toList());
                    List<ShownRun> shown = new ArrayList<>();
                    asked.forEach(
                            (file, runs) -> {
                                for (NamedRun run : runs) {
                                    shown.add(measured(row, model, file, run, level));
                                }
                            });
                    return draw.apply(shown);
                });
    }

    private Map<RunsEntity, List<NamedRun>> read(
            TenantId tenant, ReactorModel model, MeasuredChoice choice) {
        Map<RunsEntity, List<NamedRun>> asked = new LinkedHashMap<>();
        for (RunsEntity file : choice.files()) {
            asked.put(
                    file,
                    files.read(tenant, model.declared(), file).runs().stream()
                            .filter(run -> choice.shows(run.name()))
                            .toList());
        }
        return asked;
    }

    private void requireFollowed(ReactorModel model, double level, List<TimedRun> runs) {
        long times = 0;
        for (TimedRun run : runs) {
            double lastH = run.timesH()[run.timesH().length - 1];
            times +=
                    Limits.followed(
                            model, level, lastH, POINTS + (long) run.run().inputs().segments());
        }
        limits.requireFollowed(times, "name fewer runs or pieces of inputs");
    }

    /**
     * Of runs that callers describe, which nobody has measured.
     *
     * @param draw what is made of them, in the same turn
     */
    public <T> T described(
            TenantId tenant,
            ReactorModel model,
            List<TimedRun> runs,
            double level,
            Function<List<ShownRun>, T> draw) {
        if (runs.size() > TrajectoryFigure.MOST_RUNS) {
            throw Problems.unprocessable(
                    "These are %d runs; a figure shows up to %d: send fewer."
                            .formatted(runs.size(), TrajectoryFigure.MOST_RUNS));
        }
        requireFollowed(model, level, runs);
        return turns.take(
                tenant,
                "runs",
                () -> {
                    List<ShownRun> shown = new ArrayList<>();
                    for (int i = 0; i < runs.size(); i++) {
                        double[] times = runs.get(i).timesH();
                        shown.add(
                                shown(
                                        model,
                                        new ShownRun.Origin(
                                                "run " + (i + 1), Optional.empty(), false),
                                        runs.get(i).run(),
                                        times[times.length - 1],
                                        MeasuredPoints.NONE,
                                        MeasuredPoints.NONE,
                                        level));
                    }
                    return draw.apply(shown);
                });
    }

    private static ShownRun measured(
            AdaptationEntity row,
            ReactorModel model,
            RunsEntity file,
            NamedRun named,
            double level) {
        ObservedRun run = named.observed();
        return shown(
                model,
                new ShownRun.Origin(named.name(), Optional.of(file.id), row.runs.contains(file.id)),
                run.run(),
                run.timesH()[run.times() - 1],
                MeasuredPoints.of(run.timesH(), run.concentrationsKmolPerM3()),
                MeasuredPoints.of(run.timesH(), run.temperaturesK()),
                level);
    }

    private static ShownRun shown(
            ReactorModel model,
            ShownRun.Origin origin,
            Run run,
            double lastH,
            MeasuredPoints concentrations,
            MeasuredPoints temperatures,
            double level) {
        double[] times = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            times[i] = lastH * (i + 1) / POINTS;
        }
        List<Failure> failures = new ArrayList<>();
        Optional<Prediction> prediction = attempt(failures, () -> model.predict(run, times, level));
        Optional<Failure> failure = failures.stream().findFirst();
        failures.clear();
        DeclaredReactor declared = model.declared();
        Optional<Trajectory> nominal =
                attempt(failures, () -> SIMULATOR.simulate(declared.nominal(), run, times));
        return new ShownRun(
                origin,
                prediction.map(found -> predicted(declared, run, found)),
                prediction.map(Prediction::calibrated).orElse(false),
                prediction.map(Prediction::outside).orElse(List.of()),
                failure,
                nominal.map(
                        found ->
                                Curve.of(
                                        from(0, found.timesH()),
                                        from(
                                                startConcentration(declared, run),
                                                found.concentrations(declared.measured())),
                                        from(
                                                startTemperatureK(declared, run),
                                                found.temperaturesK(declared.measured())))),
                failures.stream().findFirst(),
                concentrations,
                temperatures);
    }

    private static <T> Optional<T> attempt(List<Failure> failures, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (SimulationException e) {
            failures.add(Failure.of(e));
            return Optional.empty();
        } catch (UnsuitableRunException e) {
            failures.add(Failure.of(e));
            return Optional.empty();
        }
    }

    /** From the start, which is given. */
    private static Curve predicted(DeclaredReactor declared, Run run, Prediction prediction) {
        return new Curve(
                from(0, prediction.timesH()),
                from(startConcentration(declared, run), prediction.concentrationsKmolPerM3()),
                from(startTemperatureK(declared, run), prediction.temperaturesK()),
                from(0, prediction.concentrationHalfWidths()),
                from(0, prediction.temperatureHalfWidths()));
    }

    private static double startConcentration(DeclaredReactor declared, Run run) {
        double[] start = run.start().concentrationsKmolPerM3();
        return start[declared.measured().of(start.length)];
    }

    private static double startTemperatureK(DeclaredReactor declared, Run run) {
        double[] start = run.start().temperaturesK();
        return start[declared.measured().of(start.length)];
    }

    private static double[] from(double first, double[] rest) {
        double[] all = new double[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.service.Comparisons.Predictor;
import io.cuvette.reactormodel.baseline.RidgeOfRuns;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An adapted model and what could be said without it. */
final class Rivals {
    private static final Simulator SIMULATOR =
            new Simulator(Simulator.Method.AUTO, Tolerances.of(1e-8));

    private final ReactorModel model;
    private final Optional<RidgeOfRuns> ridge;

    /**
     * @param learned runs that the model has learned from; absent when not all are there any more
     */
    Rivals(ReactorModel model, Optional<List<ObservedRun>> learned) {
        this.model = model;
        DeclaredReactor declared = model.declared();
        this.ridge =
                learned.map(runs -> RidgeOfRuns.fit(declared.region(), declared.measured(), runs));
    }

    /** Those that cannot predict at all, and why. */
    Map<Predictor, String> absent() {
        Map<Predictor, String> absent = new EnumMap<>(Predictor.class);
        if (!(model instanceof AdaptedReactor)) {
            absent.put(Predictor.BALANCES, "The method of the adaptation has no balances.");
        }
        if (ridge.isEmpty()) {
            absent.put(
                    Predictor.RIDGE,
                    "Files that the adaptation learned from are deleted; a ridge needs the same.");
        }
        return absent;
    }

    /** Predictors that follow balances through a run. */
    static int following(ReactorModel model) {
        return model instanceof AdaptedReactor ? 3 : 1;
    }

    Set<Predictor> present() {
        Set<Predictor> present = EnumSet.allOf(Predictor.class);
        present.removeAll(absent().keySet());
        return present;
    }

    /**
     * A run as one of those present predicts it.
     *
     * @return {@code [2][times]}: kmol/m3 and K
     * @throws io.cuvette.reactormodel.simulation.SimulationException when the run cannot be
     *     followed
     * @throws io.cuvette.reactormodel.correction.UnsuitableRunException when the adapted model
     *     cannot be told of it
     */
    double[][] predict(Predictor who, ObservedRun run) {
        DeclaredReactor declared = model.declared();
        return switch (who) {
            case ADAPTED -> model.predict(List.of(run.run()), List.of(run.timesH())).get(0);
            case BALANCES ->
                    measured(declared, ((AdaptedReactor) model).balances(run.run(), run.timesH()));
            case NOMINAL ->
                    measured(
                            declared,
                            SIMULATOR.simulate(declared.nominal(), run.run(), run.timesH()));
            case RIDGE -> ridge.orElseThrow().predict(run.run(), run.timesH());
            case PERSISTENCE -> {
                double[][] still = new double[2][run.times()];
                double[] c = run.run().start().concentrationsKmolPerM3();
                double[] t = run.run().start().temperaturesK();
                Arrays.fill(still[0], c[declared.measured().of(c.length)]);
                Arrays.fill(still[1], t[declared.measured().of(t.length)]);
                yield still;
            }
        };
    }

    private static double[][] measured(DeclaredReactor declared, Trajectory trajectory) {
        return new double[][] {
            trajectory.concentrations(declared.measured()),
            trajectory.temperaturesK(declared.measured())
        };
    }
}

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What adapted models say. */
@ApplicationScoped
public class Predictions {
    private final ModelFiles models;
    private final Turns turns;
    private final Limits limits;

    @Inject
    public Predictions(ModelFiles models, Turns turns, Limits limits) {
        this.models = models;
        this.turns = turns;
        this.limits = limits;
    }

    /**
     * A run's prediction, or why there is none.
     *
     * @param failure present when the run cannot be followed
     */
    public record Predicted(Optional<Prediction> prediction, Optional<Failure> failure) {}

    /** Why a run cannot be followed, and how far it came. */
    public record Failure(String code, double timeH, String message) {

        static Failure of(SimulationException e) {
            return new Failure(e.reason().name(), e.timeH(), e.getMessage());
        }
    }

    public AdaptedReactor model(TenantId tenant, AdaptationEntity row) {
        return models.read(tenant, row);
    }

    /**
     * Predictions of runs, each by itself.
     *
     * @param level chance of the bands, above 0 to below 1
     */
    public List<Predicted> predict(
            TenantId tenant, AdaptedReactor model, List<TimedRun> runs, double level) {
        long numbers = runs.stream().mapToLong(run -> 5L * run.timesH().length).sum();
        limits.requireAnswer(numbers, "name fewer runs or times");
        return turns.take(
                tenant,
                "runs",
                () -> {
                    List<Predicted> all = new ArrayList<>();
                    for (TimedRun run : runs) {
                        all.add(predict(model, run, level));
                    }
                    return all;
                });
    }

    private static Predicted predict(AdaptedReactor model, TimedRun run, double level) {
        try {
            return new Predicted(
                    Optional.of(model.predict(run.run(), run.timesH(), level)), Optional.empty());
        } catch (SimulationException e) {
            return new Predicted(Optional.empty(), Optional.of(Failure.of(e)));
        }
    }

    /** Windows one after another; see {@link Rollout}. */
    public Rollout rollOut(
            TenantId tenant,
            AdaptedReactor model,
            InitialState start,
            List<InputProfile> windows,
            double windowH,
            int points) {
        limits.requireAnswer(3L * windows.size() * points, "name fewer windows or points");
        return turns.take(
                tenant, "windows", () -> Rollout.of(model, start, windows, windowH, points));
    }
}

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Attempt;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
        private static final String UNSUITABLE = "UNSUITABLE_RUN";

        static Failure of(SimulationException e) {
            return new Failure(e.reason().name(), e.timeH(), e.getMessage());
        }

        static Failure of(UnsuitableRunException e) {
            return new Failure(UNSUITABLE, 0, e.getMessage());
        }
    }

    public ReactorModel model(TenantId tenant, AdaptationEntity row) {
        return models.read(tenant, row);
    }

    /**
     * A model that has balances.
     *
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE when it was adapted by
     *     another method than the default
     */
    public AdaptedReactor balances(TenantId tenant, AdaptationEntity row) {
        if (models.read(tenant, row) instanceof AdaptedReactor adapted) {
            return adapted;
        }
        throw Problems.unprocessable(
                "The adaptation is of the method %s, which has no balances; adapt the reactor with the method default."
                        .formatted(row.result.method()));
    }

    /**
     * Predictions of runs, each by itself.
     *
     * @param level chance of the bands, above 0 to below 1
     */
    public List<Predicted> predict(
            TenantId tenant, ReactorModel model, List<TimedRun> runs, double level) {
        long numbers = runs.stream().mapToLong(run -> 5L * run.timesH().length).sum();
        limits.requireAnswer(numbers, "name fewer runs or times");
        limits.requireFollowed(
                Limits.followed(model, level, runs), "name fewer runs, times or pieces of inputs");
        return turns.take(
                tenant,
                "runs",
                () ->
                        Attempt.all(
                                        model,
                                        runs.stream().map(TimedRun::run).toList(),
                                        runs.stream().map(TimedRun::timesH).toList(),
                                        level)
                                .stream()
                                .map(Predictions::predicted)
                                .toList());
    }

    private static Predicted predicted(Attempt attempt) {
        if (attempt instanceof Attempt.Predicted found) {
            return new Predicted(Optional.of(found.prediction()), Optional.empty());
        }
        Failure failure =
                attempt instanceof Attempt.NotFollowed failed
                        ? Failure.of(failed.reason())
                        : Failure.of(((Attempt.Unsuitable) attempt).reason());
        return new Predicted(Optional.empty(), Optional.of(failure));
    }

    /** Windows one after another; see {@link Rollout}. */
    public Rollout rollOut(
            TenantId tenant,
            ReactorModel model,
            InitialState start,
            List<InputProfile> windows,
            double windowH,
            int points) {
        limits.requireAnswer(3L * windows.size() * points, "name fewer windows or points");
        long times = 0;
        for (InputProfile inputs : windows) {
            times += points + (long) inputs.segments();
        }
        limits.requireFollowed(
                Limits.followed(model, times), "name fewer windows, points or pieces of inputs");
        return turns.take(
                tenant, "windows", () -> Rollout.of(model, start, windows, windowH, points));
    }
}

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.declaration.RunLimits;
import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.ReactorModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** How large requests and answers may be. */
@ApplicationScoped
public class Limits {
    private final ReactorsConfig config;

    @Inject
    public Limits(ReactorsConfig config) {
        this.config = config;
    }

    public RunLimits runs() {
        return new RunLimits(config.mostTimes(), config.mostSegments());
    }

    public int mostPredictedRuns() {
        return config.mostPredictedRuns();
    }

    /** Numbers in an answer. */
    public long largestAnswer() {
        return config.largestAnswer();
    }

    /**
     * Times through which a model is followed: each node of a tube by itself. A network of windows
     * follows nothing.
     */
    static long followed(ReactorModel model, long times) {
        return model instanceof AdaptedReactor ? times * Simulations.nodes(model.reactor()) : times;
    }

    /**
     * The same for predictions with bands: again for each reactor that is drawn where left-out runs
     * do not set them.
     *
     * @param lastH end of the trajectories
     */
    public static long followed(ReactorModel model, double level, double lastH, long times) {
        boolean drawn =
                model instanceof AdaptedReactor
                        && model.estimate().isPresent()
                        && !model.knowsBand(level, lastH);
        return followed(model, times) * (drawn ? 1 + AdaptedReactor.DRAWS : 1);
    }

    /** The same of several runs, with the times at which their inputs change. */
    static long followed(ReactorModel model, double level, List<TimedRun> runs) {
        long times = 0;
        for (TimedRun run : runs) {
            int count = run.timesH().length;
            times +=
                    followed(
                            model,
                            level,
                            run.timesH()[count - 1],
                            count + (long) run.run().inputs().segments());
        }
        return times;
    }

    /**
     * @param times as {@link #followed} counts them
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE when they are too many
     */
    void requireFollowed(long times, String advice) {
        if (times > config.mostFollowedTimes()) {
            throw Problems.unprocessable(
                    "The model would be followed through %d times, nodes and draws of bands counted; allowed are %d: %s."
                            .formatted(times, config.mostFollowedTimes(), advice));
        }
    }

    /** Times of one request, as {@link #followed} counts them. */
    public long mostFollowedTimes() {
        return config.mostFollowedTimes();
    }

    /**
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE when there are too many
     */
    void requireDerived(long times) {
        if (times > config.mostDerivedTimes()) {
            throw Problems.unprocessable(
                    "The run would be derived at %d times, quantities and nodes counted; allowed are %d: name fewer times, or fewer to derive by."
                            .formatted(times, config.mostDerivedTimes()));
        }
    }

    /**
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE when there are too many
     */
    void requirePlanned(long steps, long windows) {
        if (windows > config.mostPlannedWindows()) {
            throw Problems.unprocessable(
                    "A plan of %d steps follows %d windows, nodes counted; allowed are %d: ask for fewer steps."
                            .formatted(steps, windows, config.mostPlannedWindows()));
        }
    }

    /**
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE when the answer would have
     *     more numbers than allowed
     */
    public void requireAnswer(long numbers, String advice) {
        if (numbers > config.largestAnswer()) {
            throw Problems.unprocessable(
                    "The answer would have %d numbers; allowed are %d: %s."
                            .formatted(numbers, config.largestAnswer(), advice));
        }
    }
}

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.declaration.RunLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

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

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.adaptation.NotFiniteException;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What this service refuses, in the words of the API. */
final class Problems {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Problems() {}

    static ProblemException tooMany(String detail) {
        return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail);
    }

    static ProblemException unprocessable(String detail) {
        return new ProblemException(ErrorCode.UNPROCESSABLE, detail);
    }

    static ProblemException overloaded(String detail) {
        return new ProblemException(ErrorCode.OVERLOADED, detail, List.of(), RETRY_AFTER, null);
    }

    /** Work whose failures over what callers gave are problems. */
    static <T> T told(String field, Supplier<T> work) {
        try {
            return work.get();
        } catch (SimulationException e) {
            throw notFollowed(field, e);
        } catch (UnsuitableRunException e) {
            throw unsuitable(field, e);
        } catch (NotFiniteException e) {
            throw unprocessable(e.getMessage());
        }
    }

    /** A run that the balances could not be followed through. */
    static ProblemException notFollowed(String field, SimulationException failure) {
        String advice =
                switch (failure.reason()) {
                    case STEP_LIMIT -> "ask for fewer nodes or an earlier last time";
                    case STEP_TOO_SMALL, NON_FINITE -> "look at the kinetics and the inputs";
                    case RUNAWAY ->
                            "the reaction runs away: start cooler, cool more, or end earlier";
                    case UNPHYSICAL_INPUT ->
                            "a deviation counts from the model's own value, which may be estimated:"
                                    + " ask for a smaller one";
                };
        String message = failure.getMessage() + "; " + advice;
        return new ProblemException(
                ErrorCode.UNPROCESSABLE,
                message,
                List.of(new FieldError(field, failure.reason().name(), message)),
                null,
                failure);
    }

    /** A run that a model cannot be told of. */
    static ProblemException unsuitable(String field, UnsuitableRunException failure) {
        return new ProblemException(
                ErrorCode.UNPROCESSABLE,
                failure.getMessage(),
                List.of(new FieldError(field, "UNSUITABLE_RUN", failure.getMessage())),
                null,
                failure);
    }

    /** A stored file that could be read for the reactor as it was declared when it was sent. */
    static ProblemException unreadable(String name, String id, ProblemException why) {
        return new ProblemException(
                ErrorCode.UNPROCESSABLE,
                "The file of runs %s (%s) cannot be read for the reactor as it is declared now; correct the declaration, or leave the file out or send it anew. %s"
                        .formatted(name, id, why.getMessage()),
                why.errors().stream()
                        .map(
                                error ->
                                        new FieldError(
                                                "runs",
                                                error.code(),
                                                "%s, %s: %s"
                                                        .formatted(
                                                                id,
                                                                error.field(),
                                                                error.message())))
                        .toList(),
                null,
                why);
    }
}

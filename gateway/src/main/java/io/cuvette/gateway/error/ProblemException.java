package io.cuvette.gateway.error;

import io.cuvette.gateway.error.Problem.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that the gateway answers with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final GatewayError error;
    private final transient List<FieldError> fields;
    private final transient Optional<Duration> retryAfter;

    /** A problem with one sentence on what is wrong and what to do. */
    public ProblemException(GatewayError error, String detail) {
        this(error, detail, List.of(), Optional.empty());
    }

    private ProblemException(
            GatewayError error,
            String detail,
            List<FieldError> fields,
            Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.error = error;
        this.fields = fields;
        this.retryAfter = retryAfter;
    }

    /** A problem with one field of the body or one parameter. */
    public static ProblemException ofField(String field, String code, String message) {
        return new ProblemException(
                GatewayError.INVALID_REQUEST,
                field + ": " + message,
                List.of(new FieldError(field, code, message)),
                Optional.empty());
    }

    /** A problem that goes away with time. */
    public static ProblemException retryAfter(GatewayError error, String detail, Duration wait) {
        return new ProblemException(error, detail, List.of(), Optional.of(wait));
    }

    /** The kind of problem. */
    public GatewayError error() {
        return error;
    }

    /** How long to wait before trying again, where that is known. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The body for a request of the given id. */
    public Problem problem(String requestId) {
        return Problem.of(error, getMessage(), requestId, fields);
    }
}

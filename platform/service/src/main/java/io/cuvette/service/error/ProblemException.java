package io.cuvette.service.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a request with a {@link Problem}. The detail goes to the caller: no internals in it. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldError> errors;
    private final transient Optional<Duration> retryAfter;

    public ProblemException(ErrorCode code, String detail) {
        this(code, detail, List.of(), null, null);
    }

    public ProblemException(ErrorCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, null, null);
    }

    /**
     * @param retryAfter when the same request may succeed, null when it will not
     * @param cause for the log, null when there is none
     */
    public ProblemException(
            ErrorCode code,
            String detail,
            List<FieldError> errors,
            Duration retryAfter,
            Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = Optional.ofNullable(retryAfter);
    }

    /** One field is wrong: {@link ErrorCode#INVALID_REQUEST} that names it. */
    public static ProblemException invalidField(String field, String code, String message) {
        return new ProblemException(
                ErrorCode.INVALID_REQUEST,
                field + ": " + message,
                List.of(new FieldError(field, code, message)));
    }

    /**
     * {@link ErrorCode#NOT_FOUND}. The same for what is not there and for what another tenant has.
     *
     * @param what such as "dataset"
     */
    public static ProblemException notFound(String what, String id) {
        String shown = id.length() <= 64 ? id : id.substring(0, 64) + "...";
        return new ProblemException(ErrorCode.NOT_FOUND, "There is no " + what + " " + shown + ".");
    }

    public ErrorCode code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}

package io.cuvette.service.inference;

/**
 * A refusal, with the status the protocol answers with. The message is sent to the caller: it names
 * the field, the problem and what to do, and nothing internal.
 */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a request got no answer. */
    public enum Reason {
        INVALID(400),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        TOO_LARGE(413),
        UNSUPPORTED_ENCODING(415),
        INTERNAL(500),
        /** A queue or a memory budget is full; the same request may succeed a little later. */
        OVERLOADED(503),
        /** The deadline passed before the answer was there. */
        TIMED_OUT(503),
        /** The model cannot be used now: it is loading, failed to load, or the service stops. */
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    private final Reason reason;

    public InferenceException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public InferenceException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The caller's mistake. */
    public static InferenceException invalid(String message) {
        return new InferenceException(Reason.INVALID, message);
    }

    public static InferenceException notFound(String message) {
        return new InferenceException(Reason.NOT_FOUND, message);
    }

    public static InferenceException unavailable(String message) {
        return new InferenceException(Reason.UNAVAILABLE, message);
    }

    public Reason reason() {
        return reason;
    }
}

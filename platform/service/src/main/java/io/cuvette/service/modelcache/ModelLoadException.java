package io.cuvette.service.modelcache;

/** No model could be leased. */
public final class ModelLoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The loader failed; its exception is the cause. */
        FAILED,
        /** The model alone is larger than the whole cache. */
        TOO_LARGE,
        /** The room is in use by other models; trying again later may help. */
        NO_MEMORY,
        /** The load did not end in time; it goes on, and trying again later may help. */
        TIMED_OUT,
        /** The cache is closed. */
        CLOSED
    }

    private final Reason reason;

    /** Also for a loader that has no room for what is not memory. */
    public ModelLoadException(Reason reason, String message) {
        this(reason, message, null);
    }

    ModelLoadException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

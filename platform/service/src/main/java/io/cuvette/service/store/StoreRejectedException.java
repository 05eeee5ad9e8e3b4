package io.cuvette.service.store;

/** The store refuses the call and will refuse it again: credentials, bucket or limits are wrong. */
public final class StoreRejectedException extends StoreException {

    private static final long serialVersionUID = 1L;

    public StoreRejectedException(String message) {
        this(message, null);
    }

    public StoreRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}

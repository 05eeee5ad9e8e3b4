package io.cuvette.service.store;

/** The bytes are not those that were promised: damaged, truncated or another object. */
public final class DigestMismatchException extends StoreException {

    private static final long serialVersionUID = 1L;

    public DigestMismatchException(String message) {
        this(message, null);
    }

    public DigestMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}

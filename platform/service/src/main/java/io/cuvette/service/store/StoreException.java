package io.cuvette.service.store;

/** The store did not do what it was asked to. */
public abstract class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

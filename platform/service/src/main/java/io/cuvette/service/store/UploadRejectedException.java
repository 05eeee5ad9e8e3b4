package io.cuvette.service.store;

/** The upload cannot be completed: it is gone, or its parts are not those that were put. */
public final class UploadRejectedException extends StoreException {

    private static final long serialVersionUID = 1L;

    public UploadRejectedException(String message) {
        this(message, null);
    }

    public UploadRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}

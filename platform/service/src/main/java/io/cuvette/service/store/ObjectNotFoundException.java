package io.cuvette.service.store;

/** There is no object with this key. */
public final class ObjectNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    public ObjectNotFoundException(String message) {
        this(message, null);
    }

    public ObjectNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}

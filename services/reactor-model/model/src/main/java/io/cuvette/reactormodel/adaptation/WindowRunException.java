package io.cuvette.reactormodel.adaptation;

/** A run that a network of four numbers cannot be told of; the message says what to do. */
public class WindowRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WindowRunException(String message) {
        super(message);
    }
}

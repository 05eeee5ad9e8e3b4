package io.cuvette.reactormodel.correction;

/** A run that a model cannot be told of; the message says why and what to do. */
public class UnsuitableRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsuitableRunException(String message) {
        super(message);
    }
}

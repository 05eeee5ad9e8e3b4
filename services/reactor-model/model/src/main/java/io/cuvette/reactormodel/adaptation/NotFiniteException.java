package io.cuvette.reactormodel.adaptation;

/** Adaptation ended with weights that are not numbers; no such model is handed out. */
public class NotFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFiniteException(String message) {
        super(message);
    }
}

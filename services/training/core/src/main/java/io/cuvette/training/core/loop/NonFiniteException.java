package io.cuvette.training.core.loop;

/** A loss, a gradient or a parameter is NaN or infinite; the message names it, step and batch. */
final class NonFiniteException extends Exception {
    private static final long serialVersionUID = 1L;

    NonFiniteException(String message) {
        super(message);
    }
}

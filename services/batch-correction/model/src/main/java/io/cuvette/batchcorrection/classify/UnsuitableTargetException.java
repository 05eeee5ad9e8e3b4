package io.cuvette.batchcorrection.classify;

/** The target or the batches allow no such evaluation; the message says why and what would do. */
public final class UnsuitableTargetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public UnsuitableTargetException(String message) {
        super(message);
    }
}

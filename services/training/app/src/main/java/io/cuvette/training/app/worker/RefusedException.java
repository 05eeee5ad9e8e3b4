package io.cuvette.training.app.worker;

import io.cuvette.training.core.program.AttemptOverException;

/** The service understood the call and will refuse it again: retrying is pointless. */
final class RefusedException extends AttemptOverException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}

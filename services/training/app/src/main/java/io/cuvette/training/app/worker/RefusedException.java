package io.cuvette.training.app.worker;

import java.io.IOException;

/** The service understood the call and will refuse it again: retrying is pointless. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}

package io.cuvette.training.app.worker;

import io.cuvette.training.core.program.AttemptOverException;

/** Another attempt owns the job now: stop at once and publish nothing. */
final class LeaseLostException extends AttemptOverException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("the lease of this attempt is lost");
    }
}

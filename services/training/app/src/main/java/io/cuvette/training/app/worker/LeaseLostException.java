package io.cuvette.training.app.worker;

import java.io.IOException;

/** Another attempt owns the job now: stop at once and publish nothing. */
final class LeaseLostException extends IOException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("the lease of this attempt is lost");
    }
}

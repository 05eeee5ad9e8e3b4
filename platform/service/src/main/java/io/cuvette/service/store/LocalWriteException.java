package io.cuvette.service.store;

import java.io.IOException;

/** Carries a local file's error out of the attempts; never leaves this package. */
final class LocalWriteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final IOException reason;

    LocalWriteException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    IOException reason() {
        return reason;
    }
}

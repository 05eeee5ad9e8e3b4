package io.cuvette.training.core.program;

import java.io.IOException;

/**
 * The attempt must end now, whatever it is doing: the job belongs to another one, or what it has to
 * say is refused for good. Unlike other failures of input and output it is never waited out.
 */
public class AttemptOverException extends IOException {
    private static final long serialVersionUID = 1L;

    public AttemptOverException(String message) {
        super(message);
    }
}

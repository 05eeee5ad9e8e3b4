package io.cuvette.training.app.launcher;

import java.io.IOException;

/**
 * Starts worker processes. A launcher knows nothing of job states: it starts what it is told, and
 * tells {@link ExitListener} how a process ended where it can see that. Where it cannot, the
 * lease's expiry tells.
 */
public interface Launcher {

    /** Starts the worker of one attempt and returns without waiting for it. */
    void launch(LaunchRequest request) throws IOException;

    /** Ends the worker of an attempt at once if it still runs; unknown attempts are ignored. */
    void kill(String jobId, int attempt);
}

package io.cuvette.training.app.launcher;

import io.cuvette.training.app.service.AttemptRef;

/** Learns how workers ended. */
public interface ExitListener {

    /**
     * @param exitCode of the process; 128 + n when signal n ended it
     * @param byLauncher whether the launcher itself ended it because the service is going down
     */
    void exited(AttemptRef attempt, int exitCode, boolean byLauncher);
}

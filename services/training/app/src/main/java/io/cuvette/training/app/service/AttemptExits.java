package io.cuvette.training.app.service;

import io.cuvette.training.app.launcher.ExitListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Hands the ends of worker processes to {@link AttemptService}, again and again while the database
 * is away. When this process dies over it, the expiry of the lease says the same later.
 */
@ApplicationScoped
public class AttemptExits implements ExitListener {

    private static final Logger LOG = Logger.getLogger(AttemptExits.class);
    private static final Duration BUDGET = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AttemptService attempts;

    @Inject
    public AttemptExits(AttemptService attempts) {
        this.attempts = attempts;
    }

    @Override
    public void exited(AttemptRef attempt, int exitCode, boolean byLauncher) {
        LOG.infof(
                "worker of job %s attempt %d ended with %d",
                attempt.jobId(), attempt.attempt(), exitCode);
        long deadline = System.nanoTime() + (byLauncher ? PAUSE : BUDGET).toNanos();
        while (true) {
            try {
                attempts.exited(attempt, exitCode, byLauncher);
                return;
            } catch (RuntimeException e) {
                if (System.nanoTime() - deadline > 0) {
                    LOG.warnf(
                            "end of job %s attempt %d not recorded, its lease will expire: %s",
                            attempt.jobId(), attempt.attempt(), e);
                    return;
                }
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

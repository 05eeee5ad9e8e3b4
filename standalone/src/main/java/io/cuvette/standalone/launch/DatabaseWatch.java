package io.cuvette.standalone.launch;

import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.cuvette.standalone.launch.SuiteState.DatabaseState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at PostgreSQL and starts it again when it died. It looks at the process table instead of
 * waiting for a child, since an adopted server is the child of a launcher that is gone.
 */
final class DatabaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final long NO_PROCESS = -1;

    private final EmbeddedPostgres postgres;
    private final RestartPolicy policy;
    private final Runnable onChange;
    private final Thread thread;
    private volatile DatabaseState state;

    /**
     * A watch of a started server, not begun.
     *
     * @param onChange told after each death, restart and surrender
     */
    DatabaseWatch(EmbeddedPostgres postgres, RestartPolicy policy, Runnable onChange) {
        this.postgres = postgres;
        this.policy = policy;
        this.onChange = onChange;
        this.state = running(0);
        this.thread = new Thread(this::watch, "watch-postgresql");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What the watch saw last. */
    DatabaseState state() {
        return state;
    }

    private void watch() {
        try {
            while (!state.givenUp()) {
                Thread.sleep(INTERVAL.toMillis());
                if (postgres.pid().isEmpty()) {
                    restart();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() throws InterruptedException {
        Optional<Duration> wait = policy.died(Instant.now());
        enter(new DatabaseState(NO_PROCESS, state.restarts(), wait.isEmpty()));
        if (wait.isEmpty()) {
            LOG.error("PostgreSQL died too often and stays down; read {}", postgres.logFile());
            return;
        }
        LOG.warn("PostgreSQL died; starting it again in {} ms", wait.get().toMillis());
        Thread.sleep(wait.get().toMillis());
        try {
            postgres.start();
            enter(running(state.restarts() + 1));
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped while PostgreSQL was starting");
            }
            // its sessions may still be on their way out; the next look counts it as a death
            LOG.warn("PostgreSQL does not start: {}", e.getMessage());
        }
    }

    private DatabaseState running(int restarts) {
        return new DatabaseState(postgres.pid().orElse(NO_PROCESS), restarts, false);
    }

    private void enter(DatabaseState next) {
        state = next;
        onChange.run();
    }

    /** Ends the watch, not the server; a start in progress is given up. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.cuvette.standalone.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service as a child process: started, watched, started again when it dies, stopped. */
final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final long LOG_BYTES = 10L << 20;

    /**
     * Ending a service's work takes a second, writing its class archive five on an idle machine.
     */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);

    private final ServiceSpec spec;
    private final Spawner spawner;
    private final RestartPolicy policy;
    private final Runnable onChange;
    private Process process;
    private Thread watcher;
    private int restarts;
    private boolean ready;
    private boolean stopping;
    private boolean givenUp;

    /**
     * A child that is not started.
     *
     * @param onChange told after each start, death and surrender
     */
    Child(ServiceSpec spec, Spawner spawner, RestartPolicy policy, Runnable onChange) {
        this.spec = spec;
        this.spawner = spawner;
        this.policy = policy;
        this.onChange = onChange;
    }

    ServiceSpec spec() {
        return spec;
    }

    synchronized Optional<Long> pid() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
    }

    synchronized int restarts() {
        return restarts;
    }

    /** Whether it died too often to be started again. */
    synchronized boolean isGivenUp() {
        return givenUp;
    }

    void start() throws IOException {
        synchronized (this) {
            if (stopping) {
                return;
            }
            process = spawner.start(spec);
            watch(process);
        }
        onChange.run();
    }

    /** It answered that it can work. */
    synchronized void becameReady() {
        ready = true;
    }

    private synchronized void archiveEnded(int code) {
        spec.classes().ended(code, ready);
        ready = false;
    }

    /** Copies the output until the process ends, then sees what to do. */
    private void watch(Process started) {
        watcher =
                new Thread(
                        () -> {
                            copyOutput(started);
                            ended(started);
                        },
                        "watch-" + spec.name());
        watcher.setDaemon(true);
        watcher.start();
    }

    private void copyOutput(Process started) {
        try (RotatingLog log = new RotatingLog(spec.log(), LOG_BYTES);
                InputStream output = started.getInputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                log.write(buffer, n);
            }
        } catch (IOException e) {
            LOG.warn("the log of {} ends early: {}", spec.name(), e.toString());
        }
    }

    private void ended(Process started) {
        try {
            // A grandchild may keep the output open or close it early: only this says it ended.
            int code = started.waitFor();
            synchronized (this) {
                if (stopping) {
                    return;
                }
            }
            archiveEnded(code);
            Optional<Duration> wait = policy.died(Instant.now());
            if (wait.isEmpty()) {
                giveUp(code);
                return;
            }
            LOG.warn(
                    "{} ended with code {}; starting it again in {} ms",
                    spec.name(),
                    code,
                    wait.get().toMillis());
            onChange.run();
            TimeUnit.MILLISECONDS.sleep(wait.get().toMillis());
            synchronized (this) {
                restarts++;
            }
            start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void giveUp(int code) {
        LOG.error(
                "{} ended with code {} too often and stays down; read {}",
                spec.name(),
                code,
                spec.log());
        synchronized (this) {
            givenUp = true;
        }
        onChange.run();
    }

    /** Stops it in order, by force after the limit. */
    void stop() {
        Process running;
        Thread outputWatcher;
        synchronized (this) {
            stopping = true;
            running = process;
            outputWatcher = watcher;
        }
        if (running == null) {
            return;
        }
        // Through its handle: Process.destroy() would close the output and lose the last lines.
        running.toHandle().destroy();
        try {
            if (!running.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} does not stop; killing it", spec.name());
                running.toHandle().destroyForcibly();
                running.waitFor();
            }
            archiveEnded(running.exitValue());
            outputWatcher.join(OUTPUT_LIMIT.toMillis());
        } catch (InterruptedException e) {
            running.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

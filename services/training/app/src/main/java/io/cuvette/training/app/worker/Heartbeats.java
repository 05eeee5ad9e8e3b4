package io.cuvette.training.app.worker;

import io.cuvette.training.app.service.StopRequest;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease alive on a thread of its own, so that neither a long step nor an upload makes the
 * worker look dead. A lost lease ends the process at once: another attempt may already run.
 */
final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final TrainingClient client;
    private final Duration interval;
    private final Duration outageBudget;
    private final Runnable leaseLost;
    private final Thread thread;
    private volatile StopRequest stop = StopRequest.NONE;
    private volatile boolean finishing;

    /**
     * @param leaseLost called once when the lease is lost or nobody answered for the whole budget
     */
    Heartbeats(TrainingClient client, WorkerEnvironment environment, Runnable leaseLost) {
        this.client = client;
        this.interval = environment.heartbeat();
        this.outageBudget = environment.outageBudget();
        this.leaseLost = leaseLost;
        this.thread = new Thread(this::beat, "heartbeat");
        thread.setDaemon(true);
        thread.start();
    }

    StopRequest stopRequest() {
        return stop;
    }

    /**
     * The attempt is about to send its last report, which ends the lease and is itself refused when
     * the lease is lost. Heartbeats go on, for the report may take many tries.
     */
    void finishing() {
        finishing = true;
    }

    private void beat() {
        long lastAnswer = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                stop = client.heartbeat();
                lastAnswer = System.nanoTime();
            } catch (LeaseLostException e) {
                if (!finishing) {
                    leaseLost.run();
                }
                return;
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                Duration silence = Duration.ofNanos(System.nanoTime() - lastAnswer);
                LOG.warn("no answer to heartbeats for {} s: {}", silence.toSeconds(), e.toString());
                if (silence.compareTo(outageBudget) > 0) {
                    leaseLost.run();
                    return;
                }
            }
            try {
                Thread.sleep(interval.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

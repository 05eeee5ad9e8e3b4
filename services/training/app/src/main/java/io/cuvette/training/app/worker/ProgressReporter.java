package io.cuvette.training.app.worker;

import io.cuvette.training.app.worker.protocol.CostReport;
import io.cuvette.training.app.worker.protocol.ProgressReport;
import io.cuvette.training.core.accounting.JobMeter;
import io.cuvette.training.core.program.ProgressListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the newest progress at most once an interval from a thread of its own; the loop never
 * waits. Reports that an outage swallows are replaced by newer ones; messages wait, the oldest 100
 * of them.
 */
final class ProgressReporter implements ProgressListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_METRICS = 500;
    private static final int MAX_PHASE_LENGTH = 100;
    private static final int MAX_MESSAGE_LENGTH = 2000;

    private final TrainingClient client;
    private final JobMeter meter;
    private final Thread thread;
    private final long startNanos = System.nanoTime();

    /** Held while a report is on its way, so that none is sent twice. */
    private final Object sending = new Object();

    private final Deque<String> messages = new ArrayDeque<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private double startFraction = -1;
    private double fraction;
    private String phase = "start";
    private boolean changed;

    /**
     * @param meter of this attempt, read with each report
     */
    ProgressReporter(TrainingClient client, JobMeter meter) {
        this.client = client;
        this.meter = meter;
        this.thread = new Thread(this::sendRegularly, "progress");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void progress(
            double newFraction, String newPhase, Map<String, Double> newest) {
        if (startFraction < 0) {
            startFraction = newFraction;
        }
        fraction = Math.min(1, Math.max(fraction, Double.isNaN(newFraction) ? 0 : newFraction));
        phase = shorten(newPhase, MAX_PHASE_LENGTH);
        newest.forEach(
                (name, value) -> {
                    // JSON has no NaN; the program itself stops on non-finite losses
                    if (Double.isFinite(value)
                            && (metrics.size() < MAX_METRICS || metrics.containsKey(name))) {
                        metrics.put(name, value);
                    }
                });
        changed = true;
    }

    @Override
    public synchronized void processed(long samples) {
        meter.processed(samples);
    }

    @Override
    public synchronized void message(String text) {
        if (messages.size() < MAX_MESSAGES) {
            messages.add(shorten(text, MAX_MESSAGE_LENGTH));
            changed = true;
        }
    }

    /** Newest value of every metric. */
    synchronized Map<String, Double> metrics() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Sends what is pending, once; a failure is left to the regular sending. */
    void flush() throws InterruptedException {
        synchronized (sending) {
            send();
        }
    }

    private void send() throws InterruptedException {
        ProgressReport report;
        int sent;
        synchronized (this) {
            if (!changed) {
                return;
            }
            List<String> pending = new ArrayList<>(messages);
            sent = pending.size();
            report =
                    new ProgressReport(
                            fraction * 100,
                            phase,
                            secondsLeft(),
                            Map.copyOf(metrics),
                            pending,
                            Optional.of(CostReport.of(meter.read())));
            changed = false;
        }
        try {
            client.progress(report);
            forgetMessages(sent);
        } catch (RefusedException e) {
            LOG.warn("progress was refused: {}", e.getMessage());
            forgetMessages(sent);
        } catch (IOException e) {
            LOG.warn("progress not delivered: {}", e.toString());
            synchronized (this) {
                changed = true;
            }
        }
    }

    private synchronized void forgetMessages(int count) {
        for (int i = 0; i < count; i++) {
            messages.remove();
        }
    }

    /** From the pace of this attempt, not of the steps that a checkpoint brought along. */
    private Optional<Long> secondsLeft() {
        double done = fraction - startFraction;
        if (startFraction < 0 || done <= 0.005) {
            return Optional.empty();
        }
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        return Optional.of(Math.round(elapsed / done * (1 - fraction)));
    }

    private void sendRegularly() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                flush();
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String shorten(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** Stops the regular sending; {@link #flush} still works. */
    @Override
    public void close() {
        thread.interrupt();
    }
}

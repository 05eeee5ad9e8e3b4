package io.cuvette.training.app.worker;

import io.cuvette.training.app.worker.protocol.CostReport;
import io.cuvette.training.app.worker.protocol.ProgressReport;
import io.cuvette.training.core.accounting.JobAccount;
import io.cuvette.training.core.accounting.JobMeter;
import io.cuvette.training.core.program.ProgressListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the newest progress at most once an interval, and what the attempt costs at least once a
 * minute, from a thread of its own; the loop never waits. Reports that an outage swallows are
 * replaced by newer ones; messages wait, the oldest 100 of them.
 */
final class ProgressReporter implements ProgressListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_PHASE_LENGTH = 100;
    private static final int MAX_MESSAGE_LENGTH = 2000;

    /** Takes a report to the service. */
    @FunctionalInterface
    interface Delivery {
        void send(ProgressReport report) throws IOException, InterruptedException;
    }

    /**
     * @param interval between two readings of the meter, and the least between two reports
     * @param quiet longest time without a report, though nothing but the cost changed
     */
    record Pace(Duration interval, Duration quiet) {
        static final Pace STANDARD = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    private final Delivery delivery;
    private final Pace pace;
    private final Thread thread;
    private final long startNanos = System.nanoTime();

    /** Held while a report is on its way, so that none is sent twice; guards the two below. */
    private final Object sending = new Object();

    private final JobMeter meter;
    private long lastReportNanos = startNanos;

    private final Deque<String> messages = new ArrayDeque<>();
    private final ReportedMetrics metrics = new ReportedMetrics();
    private long samples;
    private double startFraction = -1;
    private double fraction;
    private String phase = "start";
    private boolean changed;

    /**
     * @param meter of this attempt, from now on used by this alone
     */
    ProgressReporter(Delivery delivery, JobMeter meter, Pace pace) {
        this.delivery = delivery;
        this.meter = meter;
        this.pace = pace;
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
        metrics.put(newest).ifPresent(this::message);
        changed = true;
    }

    @Override
    public synchronized void processed(long more) {
        samples += more;
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
        return metrics.newest();
    }

    /** Sends how things are, once; a failure is left to the regular sending. */
    void flush() throws InterruptedException {
        synchronized (sending) {
            send(measure());
        }
    }

    private void sendIfDue() throws InterruptedException {
        synchronized (sending) {
            // read though nobody may be told: counters of energy wrap around
            JobAccount cost = measure();
            if (hasChanged() || System.nanoTime() - lastReportNanos >= pace.quiet().toNanos()) {
                send(cost);
            }
        }
    }

    /** Counters may take their time, so the loop's lock is not held. */
    private JobAccount measure() {
        meter.processed(takeSamples());
        return meter.read();
    }

    private synchronized long takeSamples() {
        long taken = samples;
        samples = 0;
        return taken;
    }

    private synchronized boolean hasChanged() {
        return changed;
    }

    private void send(JobAccount cost) throws InterruptedException {
        lastReportNanos = System.nanoTime();
        ProgressReport report = report(cost);
        try {
            delivery.send(report);
            forgetMessages(report.messages().size());
        } catch (RefusedException e) {
            LOG.warn("progress was refused: {}", e.getMessage());
            forgetMessages(report.messages().size());
        } catch (IOException e) {
            LOG.warn("progress not delivered: {}", e.toString());
            synchronized (this) {
                changed = true;
            }
        }
    }

    private synchronized ProgressReport report(JobAccount cost) {
        changed = false;
        return new ProgressReport(
                fraction * 100,
                phase,
                secondsLeft(),
                metrics.newest(),
                new ArrayList<>(messages),
                Optional.of(CostReport.of(cost)));
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
                sendIfDue();
                Thread.sleep(pace.interval().toMillis());
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

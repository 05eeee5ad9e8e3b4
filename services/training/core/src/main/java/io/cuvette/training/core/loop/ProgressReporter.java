package io.cuvette.training.core.loop;

import io.cuvette.training.core.metric.RunningMeans;
import io.cuvette.training.core.program.ProgressListener;
import java.time.Duration;
import java.util.Map;

/**
 * Tells a listener how far a loop is, at most four times a second, with an estimate of the rest.
 */
final class ProgressReporter {
    private static final long INTERVAL_NANOS = 250_000_000;

    private final ProgressListener listener;
    private final LoopSettings settings;
    private final long totalSteps;
    private final long firstStep;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos - INTERVAL_NANOS;

    /**
     * @param firstStep steps done by earlier attempts, which took none of this run's time
     */
    ProgressReporter(
            ProgressListener listener, LoopSettings settings, long totalSteps, long firstStep) {
        this.listener = listener;
        this.settings = settings;
        this.totalSteps = totalSteps;
        this.firstStep = firstStep;
    }

    void step(long stepsDone, RunningMeans means) {
        if (System.nanoTime() - lastNanos >= INTERVAL_NANOS) {
            report(stepsDone, means.means());
        }
    }

    void report(long stepsDone, Map<String, Double> metrics) {
        lastNanos = System.nanoTime();
        double share = Math.min(1, stepsDone / (double) totalSteps);
        double fraction = settings.progressFrom() + share * span();
        listener.progress(fraction, "train " + settings.phase(), metrics);
        if (stepsDone > firstStep && fraction > 0) {
            listener.remaining(remaining(stepsDone, fraction));
        }
    }

    /** Later phases are assumed to take as long for their share of the job as this one does. */
    private Duration remaining(long stepsDone, double fraction) {
        double nanosPerStep = (lastNanos - startNanos) / (double) (stepsDone - firstStep);
        double nanosPerFraction = nanosPerStep * totalSteps / span();
        return Duration.ofNanos((long) (nanosPerFraction * (1 - fraction)));
    }

    private double span() {
        return settings.progressTo() - settings.progressFrom();
    }
}

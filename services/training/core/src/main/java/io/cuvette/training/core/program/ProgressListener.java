package io.cuvette.training.core.program;

import java.time.Duration;
import java.util.Map;

/** Receives progress; implementations bound their own rate and never block the loop for long. */
public interface ProgressListener {

    /**
     * @param fraction done so far, 0 to 1, never decreasing within a run
     * @param phase short name such as {@code preprocess}, {@code train fe} or {@code evaluate}
     * @param metrics newest values by name, for instance {@code fe.validationMse}
     */
    void progress(double fraction, String phase, Map<String, Double> metrics);

    /**
     * Estimate of the time until the whole job is done, told after each {@link #progress} that has
     * one.
     */
    default void remaining(Duration estimate) {}

    /** Samples that were just trained on, for the job's throughput. */
    default void processed(long samples) {}

    /** A notice for the job's event log, such as an early stop; not one per batch. */
    void message(String text);
}

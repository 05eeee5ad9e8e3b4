package io.cuvette.training.core.accounting;

import io.cuvette.training.core.method.Stateful;

/**
 * Measures a job from the moment it is made. May be read at any time, and should be every few
 * minutes, as counters wrap around. Its state is what the attempts so far have cost; restored in a
 * later attempt it goes on from there. What an attempt cost after its last checkpoint is lost with
 * it. Not for use by several threads.
 */
public interface JobMeter extends Stateful {

    /** Adds samples that were processed. */
    void processed(long samples);

    /** What the job has cost so far. */
    JobAccount read();
}

package io.cuvette.training.core.accounting;

/**
 * Measures one attempt of a job from the moment it is made, and remembers nothing of the attempts
 * before: whoever keeps the job adds them up. May be read at any time, and has to be every few
 * minutes, as counters wrap around; what they count in between is in the next reading. Readings may
 * block while a counter answers. Not for use by several threads.
 */
public interface JobMeter {

    /** Adds samples that were processed. */
    void processed(long samples);

    /** What the attempt has cost so far. */
    JobAccount read();
}

package io.cuvette.reactormodel.app.service;

/** How far an adaptation is. */
public enum AdaptationState {
    /** Waits for its turn. */
    QUEUED,
    /** Is being made. */
    RUNNING,
    /** Is there, and answers. */
    READY,
    /** Will not be made. */
    FAILED
}

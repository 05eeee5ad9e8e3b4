package io.cuvette.training.app.service;

/** What a running attempt has been asked to do with its next heartbeat. */
public enum StopRequest {
    NONE,
    /** Checkpoint and end; the job will be resumed. */
    SUSPEND,
    /** End; the job is over. */
    CANCEL
}

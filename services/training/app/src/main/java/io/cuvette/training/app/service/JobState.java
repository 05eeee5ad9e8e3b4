package io.cuvette.training.app.service;

/** Where a job is in its life; the moves between them are in {@link JobStates}. */
public enum JobState {
    /** Waits for a free worker. */
    QUEUED,
    /** Leased; its worker process is coming up. */
    STARTING,
    /** Its worker has reported. */
    RUNNING,
    /** Stopped on request with its state in a checkpoint; holds no worker. */
    SUSPENDED,
    /** Its worker was told to stop for good. */
    CANCELLING,
    /** A model version was published. */
    SUCCEEDED,
    /** Ended without a model; only {@code :retry} leaves this state. */
    FAILED,
    CANCELLED;

    /** Nothing happens to the job any more unless a person asks for it. */
    public boolean finished() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case QUEUED, STARTING, RUNNING, SUSPENDED, CANCELLING -> false;
        };
    }

    /** An attempt holds a lease, so a worker may be alive. */
    public boolean leased() {
        return switch (this) {
            case STARTING, RUNNING, CANCELLING -> true;
            case QUEUED, SUSPENDED, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }
}

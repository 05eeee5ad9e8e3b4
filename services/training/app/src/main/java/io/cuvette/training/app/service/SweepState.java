package io.cuvette.training.app.service;

/** Where a sweep is in its life; in the words of {@link JobState}. */
public enum SweepState {
    /** Its first trial is not filed yet. */
    QUEUED,
    RUNNING,
    /** Files no trials; those under way are suspended with it. */
    SUSPENDED,
    /** Waits for its trials to end, which are cancelled. */
    CANCELLING,
    /** At least one trial has an objective. */
    SUCCEEDED,
    /** No trial has an objective. */
    FAILED,
    CANCELLED;

    public boolean finished() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, SUSPENDED, CANCELLING -> false;
        };
    }

    /** Whether new trials are filed. */
    boolean files() {
        return switch (this) {
            case QUEUED, RUNNING -> true;
            case SUSPENDED, CANCELLING, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }
}

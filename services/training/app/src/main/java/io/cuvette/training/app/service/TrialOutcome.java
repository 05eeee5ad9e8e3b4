package io.cuvette.training.app.service;

/** What has become of a trial. */
public enum TrialOutcome {
    PENDING,
    /** It has an objective. */
    SUCCEEDED,
    /** Its job failed, could not be filed, or never reported the metric. */
    FAILED,
    CANCELLED
}

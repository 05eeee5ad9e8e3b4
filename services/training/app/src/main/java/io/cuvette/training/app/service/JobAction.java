package io.cuvette.training.app.service;

/** What can be asked of a job, by a person, by its worker or by the dispatcher. */
public enum JobAction {
    /** Dispatcher: a worker is about to be started for a new attempt. */
    LEASE,
    /** Worker: fetched its assignment. */
    START,
    /** Worker: all artifacts are uploaded, make them a model version. */
    PUBLISH,
    /** Worker or dispatcher: ended for good without a model. */
    FAIL,
    /** Worker or dispatcher: this attempt is over, try again. */
    REQUEUE,
    /** Worker or dispatcher: the attempt ended after a suspension was asked for. */
    PARK,
    /** Worker or dispatcher: the attempt ended after a cancellation was asked for. */
    END_CANCEL,
    /** Person. */
    SUSPEND,
    /** Person. */
    RESUME,
    /** Person. */
    CANCEL,
    /** Person. */
    RETRY
}

package io.cuvette.training.app.service;

import java.util.Optional;

/**
 * The state machine of a job, and nothing else: which action is allowed in which state, and where
 * it leads. {@code SUCCEEDED} and {@code CANCELLED} are never left; {@code FAILED} only by {@code
 * RETRY}, which a person asks for.
 *
 * <p>A suspension of a job that holds a lease does not move it at once: the worker is told with its
 * next heartbeat, checkpoints, and the job is then parked. A cancellation does move it at once, so
 * that no attempt can publish any more.
 */
public final class JobStates {

    private JobStates() {}

    /** The state that {@code action} leads to from {@code state}, or empty where it is illegal. */
    public static Optional<JobState> next(JobState state, JobAction action) {
        return Optional.ofNullable(
                switch (state) {
                    case QUEUED -> fromQueued(action);
                    case STARTING -> fromStarting(action);
                    case RUNNING -> fromRunning(action);
                    case SUSPENDED -> fromSuspended(action);
                    case CANCELLING -> fromCancelling(action);
                    case FAILED -> action == JobAction.RETRY ? JobState.QUEUED : null;
                    case SUCCEEDED, CANCELLED -> null;
                });
    }

    private static JobState fromQueued(JobAction action) {
        return switch (action) {
            case LEASE -> JobState.STARTING;
            case SUSPEND -> JobState.SUSPENDED;
            case CANCEL -> JobState.CANCELLED;
            case START, PUBLISH, FAIL, REQUEUE, PARK, END_CANCEL, RESUME, RETRY -> null;
        };
    }

    private static JobState fromStarting(JobAction action) {
        return switch (action) {
            case START -> JobState.RUNNING;
            case FAIL -> JobState.FAILED;
            case REQUEUE -> JobState.QUEUED;
            case PARK -> JobState.SUSPENDED;
            case SUSPEND -> JobState.STARTING;
            case CANCEL -> JobState.CANCELLING;
            case LEASE, PUBLISH, END_CANCEL, RESUME, RETRY -> null;
        };
    }

    private static JobState fromRunning(JobAction action) {
        return switch (action) {
            case START, SUSPEND -> JobState.RUNNING;
            case PUBLISH -> JobState.SUCCEEDED;
            case FAIL -> JobState.FAILED;
            case REQUEUE -> JobState.QUEUED;
            case PARK -> JobState.SUSPENDED;
            case CANCEL -> JobState.CANCELLING;
            case LEASE, END_CANCEL, RESUME, RETRY -> null;
        };
    }

    private static JobState fromSuspended(JobAction action) {
        return switch (action) {
            case RESUME -> JobState.QUEUED;
            case SUSPEND -> JobState.SUSPENDED;
            case CANCEL -> JobState.CANCELLED;
            case LEASE, START, PUBLISH, FAIL, REQUEUE, PARK, END_CANCEL, RETRY -> null;
        };
    }

    private static JobState fromCancelling(JobAction action) {
        return switch (action) {
            case START, CANCEL -> JobState.CANCELLING;
            case END_CANCEL -> JobState.CANCELLED;
            case LEASE, PUBLISH, FAIL, REQUEUE, PARK, SUSPEND, RESUME, RETRY -> null;
        };
    }
}

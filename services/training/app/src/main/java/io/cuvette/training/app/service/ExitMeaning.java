package io.cuvette.training.app.service;

import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.worker.ExitCode;

/** What the end of a process says about an attempt that still holds its lease. */
sealed interface ExitMeaning {

    void apply(JobLifecycle lifecycle, JobEntity job);

    /** The worker stopped as it was asked, but its report was lost. */
    record Stopped() implements ExitMeaning {
        @Override
        public void apply(JobLifecycle lifecycle, JobEntity job) {
            lifecycle.stopped(job);
        }
    }

    /** The attempt ended without a model. */
    record Failed(Failure failure, boolean retryable) implements ExitMeaning {
        @Override
        public void apply(JobLifecycle lifecycle, JobEntity job) {
            lifecycle.attemptFailed(job, failure, retryable);
        }
    }

    static ExitMeaning of(int exitCode) {
        return switch (exitCode) {
            case ExitCode.STOPPED -> new Stopped();
            case ExitCode.HEAP_EXHAUSTED ->
                    // the same data and settings would exhaust the same heap again
                    failed(FailureCode.OUT_OF_HEAP, "The worker ran out of Java heap.", false);
            case ExitCode.ABORTED ->
                    failed(FailureCode.NATIVE_ABORT, "The worker aborted in native code.", true);
            case ExitCode.KILLED ->
                    failed(FailureCode.WORKER_KILLED, "The worker was killed.", true);
            case ExitCode.CRASHED ->
                    failed(FailureCode.NATIVE_CRASH, "The worker crashed in native code.", true);
            case ExitCode.TERMINATED ->
                    failed(FailureCode.WORKER_TERMINATED, "The worker was terminated.", true);
            case ExitCode.LEASE_LOST ->
                    failed(
                            FailureCode.WORKER_LOST,
                            "The worker could not reach the service and gave up.",
                            true);
            default ->
                    failed(
                            FailureCode.WORKER_ERROR,
                            "The worker ended with exit code " + exitCode + " without a report.",
                            true);
        };
    }

    private static Failed failed(FailureCode code, String what, boolean retryable) {
        return new Failed(Failure.of(code, what), retryable);
    }
}

package io.cuvette.training.app.service;

/** Why an attempt ended without a model; each with what to do about it. */
public enum FailureCode {
    TRAINING_FAILED("Change the settings or the dataset as the message says and file a new job."),
    WORKER_ERROR("Read the attempt's log on the training host; file the job again with :retry."),
    OUT_OF_HEAP(
            "Raise cuvette.worker.max-heap, or make the batch or the number of genes smaller, then"
                    + " :retry."),
    WORKER_KILLED(
            "The operating system killed the worker, most often for lack of memory: give the host"
                    + " more or lower cuvette.worker.max-parallel, then :retry."),
    NATIVE_CRASH(
            "The tensor library crashed; the attempt's log and hs_err file on the training host say"
                    + " where. :retry goes on from the newest checkpoint."),
    NATIVE_ABORT(
            "The tensor library aborted; the attempt's log on the training host says why. :retry"
                    + " goes on from the newest checkpoint."),
    WORKER_TERMINATED(
            "Something outside the service stopped the worker; :retry goes on from the newest"
                    + " checkpoint."),
    WORKER_LOST(
            "The worker stopped reporting; check the host and its network, then :retry goes on from"
                    + " the newest checkpoint."),
    LAUNCH_FAILED("The worker could not be started; check cuvette.worker.* and the host's memory.");

    private final String advice;

    FailureCode(String advice) {
        this.advice = advice;
    }

    public String advice() {
        return advice;
    }
}

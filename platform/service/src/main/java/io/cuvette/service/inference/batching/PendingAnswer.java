package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Outcome;

/** A request that was accepted and will be answered, once. */
public interface PendingAnswer {

    /**
     * Waits for the answer, at most until the request's deadline.
     *
     * @throws InferenceException with the reason there is none
     */
    Outcome.Answer await();

    /**
     * The caller is gone. A request still waiting leaves the queue; one being computed is computed,
     * since others share its batch, and its answer dropped.
     */
    void cancel();
}

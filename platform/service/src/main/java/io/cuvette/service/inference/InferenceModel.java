package io.cuvette.service.inference;

import java.util.List;

/**
 * One loaded version of a model, called by one or more inference threads at a time (as many as
 * {@code cuvette.inference.batch.concurrent-batches}).
 *
 * <p>The contract every implementation keeps, and tests:
 *
 * <ul>
 *   <li><b>Row independence.</b> The answer to a request equals, bit for bit, the answer it gets
 *       when it is the only one in the list. No normalisation over the batch, no dropout, no
 *       generator shared between requests (seed from the request instead).
 *   <li><b>Fixed kernels.</b> A matrix product is not row independent by itself: libraries choose
 *       another kernel, with another order of summation, for another number of rows. Run it through
 *       {@link io.cuvette.service.inference.batching.RowBlocks}, which always calls it with the
 *       same number of rows.
 *   <li><b>One outcome a request, in order.</b> A request that cannot be computed gets an {@link
 *       Outcome.Refusal}; an exception fails the whole call, after which the caller computes each
 *       request alone.
 *   <li><b>Inputs are shared.</b> Do not write to a request's arrays, and do not keep them.
 * </ul>
 */
public interface InferenceModel {

    /** Inputs and outputs; the same at every call. */
    ModelSignature signature();

    /**
     * Checks what the signature cannot say, such as the values of {@code parameters}. Called on the
     * request's own thread before it joins a batch.
     *
     * @throws InferenceException with what the caller has to change
     */
    default void validate(InferenceRequest request) {}

    /**
     * Computes the requests.
     *
     * @param requests at least one; valid; together at most {@code
     *     cuvette.inference.batch.max-rows} rows unless a single one has more
     * @return an outcome for each, in the same order
     */
    List<Outcome> infer(List<InferenceRequest> requests);
}

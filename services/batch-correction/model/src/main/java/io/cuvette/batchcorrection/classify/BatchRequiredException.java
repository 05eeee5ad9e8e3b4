package io.cuvette.batchcorrection.classify;

/** A representation that takes the true batch as input cannot be had for a batch never seen. */
public final class BatchRequiredException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public BatchRequiredException() {
        super(
                "these latents are computed from each cell's true batch, which a new batch does not"
                        + " have in the model: leave-batch-out does not apply; validate by cell and"
                        + " read the result beside its lookup ceiling, or take latents that need no"
                        + " batch");
    }
}

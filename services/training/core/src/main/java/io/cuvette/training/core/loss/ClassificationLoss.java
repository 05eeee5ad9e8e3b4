package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;

/**
 * A loss of logits and class codes, without a memory: what it draws depends on the step's stream
 * only. The predicted class is the largest logit.
 *
 * <p>Logits are FLOAT32 or FLOAT64 {@code [B, K]} with K of 2 or more, codes INT64 {@code [B]} from
 * 0 to K - 1; anything else is an {@link IllegalArgumentException}. Losses that are made for a
 * positive class against a negative one take code 1 as the positive of two classes; of more than
 * two they take each class against the rest and the mean over classes.
 */
public interface ClassificationLoss {

    /** The loss of the batch, one value: the mean of its samples' losses where they have one. */
    default PtNDArray evaluate(PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        return perSample(logitsBK, codesB, context)
                .orElseThrow(() -> new IllegalStateException("a loss has one of the two methods"))
                .mean();
    }

    /** The loss of each sample {@code [B]}, unless the loss is of the batch as a whole. */
    default Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        return Optional.empty();
    }
}

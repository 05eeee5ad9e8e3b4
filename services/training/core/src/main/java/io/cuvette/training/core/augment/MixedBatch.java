package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.LossContext;

/** A batch as the network is to see it, and the loss of what the network makes of it. */
public interface MixedBatch {

    /** Rows for the network {@code [R, F]}; some methods have more rows than the batch had. */
    PtNDArray inputs();

    /**
     * The loss, one value.
     *
     * @param logitsRK of {@link #inputs}, row by row
     * @param base the loss of samples with one class each
     * @throws IllegalArgumentException if the logits have another number of rows
     */
    PtNDArray loss(PtNDArray logitsRK, ClassificationLoss base, LossContext context);
}

package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * A loss of embedded pairs: two views of the same samples, for instance an image and its gene
 * counts, or two augmentations.
 *
 * <p>A loss that remembers something between steps is {@link
 * io.cuvette.training.core.method.Stateful}; it changes what it remembers only while gradients are
 * recorded.
 */
@FunctionalInterface
public interface PairLoss {

    /**
     * @param aBD first views, FLOAT32 or FLOAT64
     * @param bBD second views of the same rows, of the same shape and type
     * @return one value, with gradients to both
     * @throws IllegalArgumentException when shapes or types do not fit
     */
    PtNDArray evaluate(PtNDArray aBD, PtNDArray bBD, PairContext context);
}

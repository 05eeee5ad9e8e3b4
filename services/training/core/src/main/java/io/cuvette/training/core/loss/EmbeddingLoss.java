package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;

/** A loss of embeddings that belong to classes. */
@FunctionalInterface
public interface EmbeddingLoss {

    /**
     * @param embeddingsBD FLOAT32 or FLOAT64
     * @param codesB class of each row, INT64; any numbers, of which equal ones are one class
     * @return one value, with gradients to the embeddings
     * @throws IllegalArgumentException when shapes or types do not fit
     */
    PtNDArray evaluate(PtNDArray embeddingsBD, PtNDArray codesB);
}

package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.RandomStream;

/**
 * What a loss of pairs may need besides their embeddings.
 *
 * @param samplesB number of each row's sample in the training data, INT64 {@code [B]}, from 0 and
 *     distinct within the batch
 * @param random the step's stream
 * @param mixed the encoder on interpolated inputs
 */
public record PairContext(PtNDArray samplesB, RandomStream random, MixedEncoder mixed) {

    /** For a family whose inputs cannot be interpolated. */
    public PairContext(PtNDArray samplesB, RandomStream random) {
        this(
                samplesB,
                random,
                (share, orderB) -> {
                    throw new IllegalArgumentException(
                            "this loss needs inputs that may be interpolated; choose another");
                });
    }
}

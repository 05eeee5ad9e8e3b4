package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.RandomStream;

/**
 * A way to change samples with class labels before the network sees them. It remembers nothing;
 * what it draws depends on the step's stream only. A training step has three lines for it:
 *
 * <pre>{@code
 * MixedBatch mixed = augmentation.mix(xBF, codesB, random, progress);
 * PtNDArray logits = network.logits(mixed.inputs());
 * PtNDArray loss = mixed.loss(logits, base, context);
 * }</pre>
 */
public interface Augmentation {

    /**
     * @param xBF dense inputs, FLOAT32 or FLOAT64
     * @param codesB classes, INT64
     * @param random the step's own stream
     * @param progress share of the training that is done, 0 to 1
     * @throws IllegalArgumentException if inputs and codes do not fit
     */
    MixedBatch mix(PtNDArray xBF, PtNDArray codesB, RandomStream random, double progress);
}

package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;

/**
 * A small head on the latent: Dense ReLU, Dense to one logit a class. In {@code fec} it names the
 * cell type through 2 units, in {@code re} the batch through 5.
 *
 * @param layer0 from the latent
 * @param layer1 to the classes
 */
public record Classifier(Linear layer0, Linear layer1) {

    /** Prefix of its parameters. */
    public static final String NAME = "classifier.";

    /** Adds {@code classifier.*} to the parameters. */
    static Classifier create(Parameters parameters, int latent, int units, int classes) {
        return new Classifier(
                Linear.create(parameters, NAME + "0", latent, units),
                Linear.create(parameters, NAME + "1", units, classes));
    }

    /**
     * One logit a class.
     *
     * @param latent [B, 50]
     * @return [B, classes]
     */
    public PtNDArray logits(PtNDArray latent) {
        return layer1.apply(Functions.relu(layer0.apply(latent)));
    }
}

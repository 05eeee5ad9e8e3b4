package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;

/**
 * Guesses the batch from all encoder activations: Dense 512 ReLU, Dense 132 ReLU, Dense K.
 *
 * @param layer0 from 694 activations
 * @param layer1 hidden to hidden
 * @param layer2 to one logit a batch
 */
public record Adversary(Linear layer0, Linear layer1, Linear layer2) {

    /** Adds {@code adversary.*} to the parameters. */
    public static Adversary create(Parameters parameters, int batches, Architecture architecture) {
        return new Adversary(
                Linear.create(
                        parameters,
                        "adversary.0",
                        architecture.activations(),
                        architecture.hidden1()),
                Linear.create(
                        parameters, "adversary.1", architecture.hidden1(), architecture.hidden2()),
                Linear.create(parameters, "adversary.2", architecture.hidden2(), batches));
    }

    /**
     * One logit a batch.
     *
     * @param activations [B, 694]
     * @return [B, K]
     */
    public PtNDArray logits(PtNDArray activations) {
        PtNDArray x = Functions.relu(layer0.apply(activations));
        return layer2.apply(Functions.relu(layer1.apply(x)));
    }
}

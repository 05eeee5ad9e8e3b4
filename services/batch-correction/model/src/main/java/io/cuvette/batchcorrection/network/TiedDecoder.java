package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;

/**
 * Decoder that runs the encoder's weights backwards, with biases of its own.
 *
 * <pre>
 *   u = SELU(h W2' + c2), v = SELU(u W1' + c1), xhat = v W0' + c0
 * </pre>
 *
 * <p>A weight gets gradients from both of its uses and is updated once a step.
 *
 * @param bias2 c2, [132]
 * @param bias1 c1, [512]
 * @param bias0 c0, [genes]
 */
public record TiedDecoder(Encoder encoder, PtNDArray bias2, PtNDArray bias1, PtNDArray bias0) {

    /** Adds {@code decoder.*} to the parameters. */
    public static TiedDecoder create(
            Parameters parameters, Encoder encoder, int genes, Architecture architecture) {
        Initializer zero = Initializer.constant(0);
        return new TiedDecoder(
                encoder,
                parameters.trainable("decoder.2.bias", zero, architecture.hidden2()),
                parameters.trainable("decoder.1.bias", zero, architecture.hidden1()),
                parameters.trainable("decoder.0.bias", zero, genes));
    }

    /**
     * The reconstruction in scaled space.
     *
     * @param latent [B, 50]
     * @return [B, genes]
     */
    public PtNDArray decode(PtNDArray latent) {
        PtNDArray u =
                Functions.selu(
                        Functions.linearTransposed(latent, encoder.layer2().weight(), bias2));
        PtNDArray v =
                Functions.selu(Functions.linearTransposed(u, encoder.layer1().weight(), bias1));
        return Functions.linearTransposed(v, encoder.layer0().weight(), bias0);
    }
}

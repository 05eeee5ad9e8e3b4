package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * A dense layer {@code x W + b}.
 *
 * @param weight {@code [inputs, outputs]}
 * @param bias {@code [outputs]}
 */
public record Linear(PtNDArray weight, PtNDArray bias) {

    /** Adds {@code name.weight} (Glorot uniform) and {@code name.bias} (zero). */
    public static Linear create(Parameters parameters, String name, long inputs, long outputs) {
        return new Linear(
                parameters.trainable(
                        name + ".weight", Initializer.glorotUniform(), inputs, outputs),
                parameters.trainable(name + ".bias", Initializer.constant(0), outputs));
    }

    public PtNDArray apply(PtNDArray x) {
        return Functions.linear(x, weight, bias);
    }

    /** The layer on a sparse batch; the gradient to the weight goes through the tape. */
    public PtNDArray apply(SparseBatch x, Tape tape) {
        return tape.sparseLinear(x, weight).add(bias);
    }
}

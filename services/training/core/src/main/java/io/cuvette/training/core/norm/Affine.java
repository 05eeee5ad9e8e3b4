package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;

/**
 * {@code x * scale + offset} for each unit.
 *
 * @param scale {@code [F]}
 * @param offset {@code [F]}
 */
public record Affine(PtNDArray scale, PtNDArray offset) {

    /**
     * {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta} as one multiplication and one
     * addition.
     */
    static Affine of(
            PtNDArray gamma, PtNDArray beta, PtNDArray mean, PtNDArray variance, double epsilon) {
        PtNDArray[] parts = NormOps.folded(gamma, beta, mean, variance, epsilon);
        return new Affine(parts[0], parts[1]);
    }

    public PtNDArray apply(PtNDArray xBF) {
        return xBF.mul(scale).add(offset);
    }

    /** The dense layer that does what the given one and this do one after the other. */
    public Linear after(Linear layer) {
        PtNDArray weight = Functions.detach(layer.weight());
        PtNDArray bias = Functions.detach(layer.bias());
        return new Linear(weight.mul(scale), bias.mul(scale).add(offset));
    }
}

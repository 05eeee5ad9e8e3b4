package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Tape;
import java.util.Optional;

/**
 * Normalisation of one layer's rows {@code [B, F]}. What it learns and what it counts are in the
 * {@link io.cuvette.training.core.tensor.Parameters} it was created in, and so in checkpoints and
 * models.
 *
 * <p>Wrong shapes are refused with {@link IllegalArgumentException} or the engine's exception.
 */
public interface Norm {

    /**
     * The rows normalised as in training; moves running statistics.
     *
     * @param tape of this evaluation of the loss, for layers with a backward pass of their own
     */
    PtNDArray train(PtNDArray xBF, Tape tape);

    /** As {@link #train} gives them, but leaving everything that is remembered alone. */
    PtNDArray observe(PtNDArray xBF, Tape tape);

    /** With what was learned; the answer for a row never depends on the rest of the batch. */
    PtNDArray evaluate(PtNDArray xBF);

    /**
     * The weight with which the layer below is to multiply in training and at evaluation; itself,
     * unless the method standardises weights. A model that is stored for inference may hold this in
     * place of the weight.
     *
     * @param weightIF {@code [inputs, F]}
     */
    default PtNDArray weight(PtNDArray weightIF) {
        return weightIF;
    }

    /**
     * What {@link #evaluate} multiplies each unit with and adds to it, where it is no more than
     * that: {@code batch-norm}, {@code ghost-batch-norm} and {@code power-norm}. A model that is
     * stored for inference may then leave the layer out. Empty where the answer depends on the
     * row's other units: {@code layer-norm} and {@code bcn-ws}.
     *
     * @return new tensors with the values of now, without gradient
     */
    Optional<Affine> folded();
}

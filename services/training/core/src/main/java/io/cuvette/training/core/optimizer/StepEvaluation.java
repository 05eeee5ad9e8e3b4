package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Map;

/**
 * The batches of the step at hand, for optimizers that look at them more than once. Every look sees
 * the same rows and the same random draws at the weights as they are at that moment, and leaves
 * running statistics as they were. Gradients are fresh tensors in the order of the group, freed
 * after the step, and not clipped.
 */
public interface StepEvaluation {

    /** Gradients of the whole loss at the weights as they are now. */
    PtNDArray[] gradients();

    /**
     * Gradients of each task's loss by itself at the weights as they are now, by name; one entry
     * when the loss has no parts.
     */
    Map<String, PtNDArray[]> taskGradients();

    /**
     * The gradients from which the step's own was averaged, one for each batch of the step: {@link
     * Optimizer#batchesPerStep} or more.
     */
    List<PtNDArray[]> batchGradients();

    /** Fixes the outputs z of the network, and the gradient of the loss by them, as of now. */
    OutputSurrogate outputSurrogate();

    /**
     * The loss to first order in the outputs around fixed ones, with a proximal term: {@code
     * <dL/dz, z(w) - z> + |z(w) - z|^2 / (2 stepSize)}, for z of the step's first batch.
     */
    interface OutputSurrogate {
        /** Gradients of the surrogate at the weights as they are now; needs no gradient of L. */
        PtNDArray[] gradients(double stepSize);
    }
}

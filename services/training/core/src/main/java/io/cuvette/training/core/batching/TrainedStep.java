package io.cuvette.training.core.batching;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * An optimizer step that was just done, batch by batch.
 *
 * @param batches that were accumulated into it, at least one
 * @param losses of each, in the same order
 * @param gradients of each, in the order of the parameters; empty unless they were wanted
 * @param mean of the gradients, the step's own before clipping; empty unless wanted
 */
public record TrainedStep(
        List<Position> batches, double[] losses, List<PtNDArray[]> gradients, PtNDArray[] mean) {

    public TrainedStep {
        batches = List.copyOf(batches);
        gradients = List.copyOf(gradients);
        if (batches.isEmpty() || losses.length != batches.size()) {
            throw new IllegalArgumentException(
                    "a step of %d batches with %d losses".formatted(batches.size(), losses.length));
        }
        if (!gradients.isEmpty() && gradients.size() != batches.size()) {
            throw new IllegalArgumentException(
                    "a step of %d batches with the gradients of %d"
                            .formatted(batches.size(), gradients.size()));
        }
        for (double loss : losses) {
            if (!Double.isFinite(loss)) {
                throw new IllegalArgumentException("the loss of a batch is " + loss);
            }
        }
    }

    /** Without gradients. */
    public static TrainedStep of(List<Position> batches, double[] losses) {
        return new TrainedStep(batches, losses, List.of(), new PtNDArray[0]);
    }
}

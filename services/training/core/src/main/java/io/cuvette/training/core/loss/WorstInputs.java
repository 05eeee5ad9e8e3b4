package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TorchOps;

/**
 * Projected gradient ascent by signs (Madry et al., ICLR 2018) for the inputs in a cube around the
 * batch that move the margins most. Each step is a quarter of the radius.
 */
record WorstInputs(double radius, int steps) {

    /**
     * Inputs {@code [B, F]} without history.
     *
     * @param logitsBK at the inputs themselves
     */
    @SuppressWarnings("try") // the mode is used by being open
    PtNDArray find(
            DenseForward forward, PtNDArray logitsBK, PtNDArray codesB, RandomStream random) {
        PtNDArray inputs = Functions.detach(forward.inputsBF());
        PtNDArray fixed = Functions.detach(logitsBK);
        PtNDArray now = ClassificationLossOps.attackStart(inputs, radius, random.nextSeed());
        try (GradMode on = GradMode.on()) {
            for (int step = 0; step < steps; step++) {
                now.setRequiresGradient(true);
                PtNDArray shift =
                        ClassificationLossOps.marginShift(
                                fixed, forward.logits().apply(now), codesB);
                PtNDArray gradient = TorchOps.gradient(shift.sum(), now, false);
                now = ClassificationLossOps.attackStep(inputs, now, gradient, radius / 4, radius);
            }
        }
        return now;
    }
}

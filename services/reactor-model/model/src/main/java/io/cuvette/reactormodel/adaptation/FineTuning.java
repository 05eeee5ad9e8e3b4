package io.cuvette.reactormodel.adaptation;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.meta.MetaModel;
import io.cuvette.reactormodel.simulation.StoppedException;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;

/**
 * Steps of Adam over all windows at once, from fresh moments: the inner loop at the time of use.
 *
 * @param epochs 1 to 100,000; a step each
 * @param learningRate above 0 to 1
 */
public record FineTuning(int epochs, double learningRate) {

    /** The reference's budget. */
    public static final FineTuning REFERENCE = new FineTuning(500, 1e-3);

    /** The loss of an epoch; what the tape records is differentiated. */
    @FunctionalInterface
    public interface EpochLoss {
        PtNDArray evaluate(Tape tape, int epoch);
    }

    public FineTuning {
        if (epochs < 1 || epochs > 100_000) {
            throw new IllegalArgumentException(
                    "epochs is %d; allowed are 1 to 100000".formatted(epochs));
        }
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException(
                    "learningRate is %s; allowed is above 0 to 1".formatted(learningRate));
        }
    }

    /**
     * Changes the trainable parameters in place.
     *
     * @throws NotFiniteException if the weights are not finite afterwards
     * @throws StoppedException if this thread is interrupted, before the next step
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public void run(Parameters parameters, EpochLoss loss) {
        PtNDArray[] weights = Parameter.tensors(parameters.group());
        try (Optimizer adam = new AdamW(parameters.tensors(), parameters.group(), MetaModel.ADAM)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                StoppedException.ifInterrupted();
                try (TensorScope scope = TensorScope.open();
                        GradMode on = GradMode.on()) {
                    Tape tape = new Tape();
                    PtNDArray value = loss.evaluate(tape, epoch);
                    adam.step(learningRate, tape.gradients(value, weights));
                }
            }
        }
        requireFinite(parameters);
    }

    private void requireFinite(Parameters parameters) {
        for (Parameter parameter : parameters.group()) {
            for (float value : parameters.floats(parameter.name())) {
                if (!Float.isFinite(value)) {
                    throw new NotFiniteException(
                            "The weights did not stay finite; look for extreme values in the"
                                    + " runs.");
                }
            }
        }
    }
}

package io.cuvette.training.core.loop;

import static ai.djl.ndarray.types.DataType.FLOAT32;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import java.util.Optional;

/**
 * Says of numbers that are not finite where they came from.
 *
 * @param phase of the job
 * @param batches describes the rows of a batch
 */
record FiniteCheck(String phase, BatchSource<?> batches) implements ObjectiveStep.NotFinite {

    /** A parameter that is not finite, and its norm. */
    record Bad(String parameter, float norm) {}

    /** The first parameter that is not finite, buffers among them. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    static Optional<Bad> firstBad(Parameters parameters) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            List<Parameter> all = parameters.all();
            PtNDArray norms = TorchOps.norms(Parameter.tensors(all));
            float[] values = norms.toType(FLOAT32, false).toFloatArray();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    return Optional.of(new Bad(all.get(i).name(), values[i]));
                }
            }
            return Optional.empty();
        }
    }

    /** Finite gradients can still overflow a parameter; no such model leaves the loop. */
    void require(Parameters parameters, LoopState state) throws NonFiniteException {
        Optional<Bad> bad = firstBad(parameters);
        if (bad.isPresent()) {
            String what = "the parameter " + bad.get().parameter();
            throw of(what, bad.get().norm(), state.steps, state.epoch, state.step);
        }
    }

    /** The same of averaged weights and of the statistics that were estimated anew for them. */
    void requireOfAverage(Parameters parameters, LoopState state) throws NonFiniteException {
        Optional<Bad> bad = firstBad(parameters);
        if (bad.isPresent()) {
            throw new NonFiniteException(
                    "Training %s: the parameter %s is %s after the weights of %d steps were averaged. Lower the learning rate, or train without averaging."
                            .formatted(
                                    phase, bad.get().parameter(), bad.get().norm(), state.steps));
        }
    }

    @Override
    public NonFiniteException of(String what, double value, long steps, long epoch, int step) {
        return new NonFiniteException(
                "Training %s: %s is %s at step %d (%s). Lower the learning rate, or look for extreme values in these rows."
                        .formatted(phase, what, value, steps, batches.describe(epoch, step)));
    }
}

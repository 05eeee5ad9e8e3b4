package io.cuvette.training.core.loop;

import static ai.djl.ndarray.types.DataType.FLOAT32;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;

/**
 * Says of numbers that are not finite where they came from.
 *
 * @param phase of the job
 * @param batches describes the rows of a batch
 */
record FiniteCheck(String phase, BatchSource<?> batches) implements ObjectiveStep.NotFinite {

    /** Finite gradients can still overflow a parameter; no such model leaves the loop. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    void require(Parameters parameters, LoopState state) throws NonFiniteException {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            List<Parameter> all = parameters.all();
            PtNDArray norms = TorchOps.norms(Parameter.tensors(all));
            float[] values = norms.toType(FLOAT32, false).toFloatArray();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    String what = "the parameter " + all.get(i).name();
                    throw of(what, values[i], state.steps, state.epoch, state.step);
                }
            }
        }
    }

    @Override
    public NonFiniteException of(String what, double value, long steps, long epoch, int step) {
        return new NonFiniteException(
                "Training %s: %s is %s at step %d (%s). Lower the learning rate, or look for extreme values in these rows."
                        .formatted(phase, what, value, steps, batches.describe(epoch, step)));
    }
}

package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorScope;
import java.util.function.Supplier;

/** What a forward pass moves in a model besides gradients, such as running statistics. */
final class Buffers {
    private final PtNDArray[] buffers;

    Buffers(Parameters parameters) {
        this.buffers =
                parameters.all().stream()
                        .filter(parameter -> !parameter.trainable())
                        .map(Parameter::value)
                        .toArray(PtNDArray[]::new);
    }

    /** Runs something and leaves the buffers as they were. */
    @SuppressWarnings("try") // modes are used by being open
    <T> T unmoved(Supplier<T> action) {
        PtNDArray[] before = new PtNDArray[buffers.length];
        try (TensorScope scope = TensorScope.open()) {
            for (int i = 0; i < buffers.length; i++) {
                before[i] = scope.keep((PtNDArray) buffers[i].duplicate());
            }
        }
        try {
            return action.get();
        } finally {
            GradMode.off(
                    () -> {
                        for (int i = 0; i < buffers.length; i++) {
                            before[i].copyTo(buffers[i]);
                            before[i].close();
                        }
                    });
        }
    }
}

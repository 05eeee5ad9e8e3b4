package io.cuvette.training.core.tensor;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Frees every tensor that this thread makes between opening and closing, whatever manager it is
 * attached to: one a training step and one an inference call.
 *
 * <p>Results attach to the manager of their first operand, so without a scope the activations of a
 * step live as long as the parameters do.
 */
public final class TensorScope implements AutoCloseable {
    private final NDScope scope = new NDScope();
    private final List<PtNDArray> results = new ArrayList<>();

    private TensorScope() {
        scope.suppressNotUsedWarning();
    }

    public static TensorScope open() {
        return new TensorScope();
    }

    /** Lets a tensor outlive all open scopes; the caller closes it or its manager does. */
    public PtNDArray keep(PtNDArray tensor) {
        NDScope.unregister(tensor);
        return tensor;
    }

    /** Lets a tensor outlive this scope and hands it to the enclosing one, if there is one. */
    public PtNDArray result(PtNDArray tensor) {
        NDScope.unregister(tensor);
        results.add(tensor);
        return tensor;
    }

    @Override
    public void close() {
        scope.close();
        results.forEach(NDScope::register);
    }
}

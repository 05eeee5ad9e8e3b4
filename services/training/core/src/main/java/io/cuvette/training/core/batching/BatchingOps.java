package io.cuvette.training.core.batching;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** Operations of the tests on gradients; their source is {@code batching-ops.py}. */
final class BatchingOps {

    private BatchingOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE =
                TorchScriptModule.load(BatchingOps.class, "batching-ops.py");
    }

    /** Over all values of two lists of tensors of equal shapes. */
    record Products(double square, double inner) {}

    /** {@code (x, x)} and {@code (x, y)}, summed in double precision. */
    static Products products(PtNDArray[] xs, PtNDArray[] ys) {
        try (PtNDArray both = Holder.MODULE.tensor(xs[0], "products", xs, ys)) {
            double[] values = both.toDoubleArray();
            return new Products(values[0], values[1]);
        }
    }
}

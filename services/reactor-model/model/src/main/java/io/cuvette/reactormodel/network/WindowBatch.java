package io.cuvette.reactormodel.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;

/**
 * Windows as tensors, for E models side by side.
 *
 * @param xETBF inputs; a time axis of 1 where they hold over the window
 * @param yETBO targets
 */
public record WindowBatch(PtNDArray xETBF, PtNDArray yETBO) {

    /**
     * Some of the windows, in this order.
     *
     * @param positions INT64
     */
    public WindowBatch select(PtNDArray positions) {
        return new WindowBatch(select(xETBF, positions), select(yETBO, positions));
    }

    /** The same values in memory of their own. */
    public WindowBatch copy() {
        return new WindowBatch((PtNDArray) xETBF.duplicate(), (PtNDArray) yETBO.duplicate());
    }

    private static PtNDArray select(PtNDArray all, PtNDArray positions) {
        PtNDArray byWindow = all.transpose(2, 1, 0, 3);
        long[] shape = byWindow.getShape().getShape();
        PtNDArray rows = byWindow.reshape(new Shape(shape[0], -1));
        shape[0] = positions.size();
        return Functions.rows(rows, positions).reshape(new Shape(shape)).transpose(2, 1, 0, 3);
    }
}

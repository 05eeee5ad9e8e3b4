package io.cuvette.reactormodel.network;

import ai.djl.ndarray.types.DataType;
import io.cuvette.training.core.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Windows laid out batch by batch, time before rows, so that a batch is a view that costs nothing.
 *
 * <p>The memory is outside the heap and used anew by each {@link #pack}: a batch is good until
 * then. Not for use by several threads.
 */
public final class PackedWindows {
    private final Tensors tensors;
    private ByteBuffer inputs = direct(0);
    private ByteBuffer targets = direct(0);
    private Windows windows;
    private int batchSize;

    public PackedWindows(Tensors tensors) {
        this.tensors = tensors;
    }

    /**
     * Lays out batches of equal size.
     *
     * @param order rows of the windows, as many as all batches hold together
     */
    public void pack(Windows source, int[] order, int rowsPerBatch) {
        if (order.length % rowsPerBatch != 0) {
            throw new IllegalArgumentException(
                    "%d rows in batches of %d".formatted(order.length, rowsPerBatch));
        }
        windows = source;
        batchSize = rowsPerBatch;
        inputs = sized(inputs, order.length * source.inputSize());
        targets = sized(targets, order.length * source.targetSize());
        FloatBuffer x = inputs.asFloatBuffer();
        FloatBuffer y = targets.asFloatBuffer();
        for (int from = 0; from < order.length; from += rowsPerBatch) {
            putByTime(source.inputs(), source.inputSteps(), source.features(), order, from, x);
            putByTime(source.targets(), source.steps(), source.outputs(), order, from, y);
        }
    }

    /** One batch for one model; its tensors share this object's memory. */
    public WindowBatch batch(int index) {
        return new WindowBatch(
                tensors.view(
                        slice(inputs, index, windows.inputSize()),
                        DataType.FLOAT32,
                        1,
                        windows.inputSteps(),
                        batchSize,
                        windows.features()),
                tensors.view(
                        slice(targets, index, windows.targetSize()),
                        DataType.FLOAT32,
                        1,
                        windows.steps(),
                        batchSize,
                        windows.outputs()));
    }

    private void putByTime(
            float[] values, int steps, int width, int[] order, int from, FloatBuffer into) {
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < batchSize; i++) {
                into.put(values, (order[from + i] * steps + t) * width, width);
            }
        }
    }

    private ByteBuffer slice(ByteBuffer bytes, int index, int width) {
        int size = batchSize * width * Float.BYTES;
        return bytes.duplicate()
                .order(ByteOrder.nativeOrder())
                .position(index * size)
                .limit((index + 1) * size);
    }

    private static ByteBuffer sized(ByteBuffer bytes, int values) {
        ByteBuffer fitting =
                bytes.capacity() >= values * Float.BYTES ? bytes : direct(values * Float.BYTES);
        return fitting.clear();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}

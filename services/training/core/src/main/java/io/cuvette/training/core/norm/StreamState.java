package io.cuvette.training.core.norm;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TensorBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values of the small tensors that a stream starts from. */
final class StreamState {

    private StreamState() {}

    static double[] doubles(PtNDArray tensor) {
        if (tensor.getDataType() == DataType.FLOAT64) {
            return tensor.toDoubleArray();
        }
        float[] narrow = tensor.toFloatArray();
        double[] wide = new double[narrow.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i];
        }
        return wide;
    }

    /** Overwrites a FLOAT32 or FLOAT64 tensor. */
    static void set(PtNDArray tensor, double[] values) {
        boolean wide = tensor.getDataType() == DataType.FLOAT64;
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * (wide ? Double.BYTES : Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            if (wide) {
                bytes.putDouble(value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        TensorBytes.write(bytes.flip(), tensor);
    }
}

package io.cuvette.training.core.checkpoint;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.data.safetensors.TensorType;
import io.cuvette.training.core.tensor.TensorBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A copy of a tensor's values outside of the engine.
 *
 * @param littleEndian row-major values; never changed
 */
public record StoredTensor(TensorType type, long[] shape, ByteBuffer littleEndian) {

    public static StoredTensor of(PtNDArray tensor) {
        return new StoredTensor(
                type(tensor.getDataType()),
                tensor.getShape().getShape(),
                TensorBytes.read(tensor).asReadOnlyBuffer());
    }

    /** Whether a tensor of the engine has this shape and type. */
    public boolean fits(PtNDArray tensor) {
        return type == type(tensor.getDataType())
                && Arrays.equals(shape, tensor.getShape().getShape());
    }

    /** The type under which a file holds a tensor's values. */
    static TensorType type(DataType type) {
        return switch (type) {
            case FLOAT32 -> TensorType.F32;
            case FLOAT64 -> TensorType.F64;
            case INT64 -> TensorType.I64;
            case INT32 -> TensorType.I32;
            default ->
                    throw new IllegalArgumentException(
                            "tensors of type %s are not stored".formatted(type));
        };
    }
}

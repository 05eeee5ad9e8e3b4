package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values of tensors as bytes, as files hold them. */
public final class TensorBytes {

    private TensorBytes() {}

    /** A copy of the values, row-major and little-endian. */
    public static ByteBuffer read(PtNDArray tensor) {
        // never the engine's view of the memory: reading it after the tensor closed is a crash
        ByteBuffer bytes = tensor.toByteBuffer(false);
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Overwrites a tensor in place.
     *
     * @param littleEndian exactly as many bytes as the tensor has
     */
    public static void write(ByteBuffer littleEndian, PtNDArray tensor) {
        long wanted = tensor.size() * tensor.getDataType().getNumOfBytes();
        if (littleEndian.remaining() != wanted) {
            throw new IllegalArgumentException(
                    "the tensor has %d bytes, not %d".formatted(wanted, littleEndian.remaining()));
        }
        ByteBuffer direct =
                ByteBuffer.allocateDirect(littleEndian.remaining()).order(ByteOrder.nativeOrder());
        direct.put(littleEndian.duplicate()).flip();
        tensor.set(direct);
    }
}

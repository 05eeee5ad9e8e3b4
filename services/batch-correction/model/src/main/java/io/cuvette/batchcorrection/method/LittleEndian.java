package io.cuvette.batchcorrection.method;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats as the bytes that tensors are set from. */
final class LittleEndian {

    private LittleEndian() {}

    static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}

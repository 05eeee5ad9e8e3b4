package io.cuvette.reactormodel.meta;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

final class Doubles {

    private Doubles() {}

    static ByteBuffer littleEndian(double[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return bytes;
    }
}

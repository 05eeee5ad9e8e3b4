package io.cuvette.data.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as little-endian bytes. */
public final class LittleEndian {

    private LittleEndian() {}

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static byte[] bytes(long... values) {
        byte[] bytes = new byte[8 * values.length];
        buffer(bytes).asLongBuffer().put(values);
        return bytes;
    }

    public static byte[] bytes(double... values) {
        byte[] bytes = new byte[8 * values.length];
        buffer(bytes).asDoubleBuffer().put(values);
        return bytes;
    }

    /** Writes {@code count} values from {@code from} on to the start of {@code bytes}. */
    public static void put(int[] values, int from, int count, byte[] bytes) {
        buffer(bytes).asIntBuffer().put(values, from, count);
    }

    public static void put(float[] values, int from, int count, byte[] bytes) {
        buffer(bytes).asFloatBuffer().put(values, from, count);
    }
}

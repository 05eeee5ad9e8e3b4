package io.cuvette.data.assembly;

import io.cuvette.data.scratch.ScratchFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Values with their rows and columns, in the order in which they came. */
final class Triples {

    /** Row and column (int32), then the value (float32). */
    static final int BYTES = 2 * Integer.BYTES + Float.BYTES;

    private static final int FIRST_CAPACITY = 1 << 10;

    private final int most;
    private int[] rows = {};
    private int[] columns = {};
    private float[] values = {};
    private int size;

    Triples(int most) {
        this.most = most;
    }

    /** Takes one value. */
    @FunctionalInterface
    interface Action {
        void accept(int row, int column, float value) throws IOException;
    }

    boolean isFull() {
        return size == most;
    }

    void add(int row, int column, float value) {
        if (size == values.length) {
            int capacity = (int) Math.min(most, Math.max(FIRST_CAPACITY, 2L * size));
            rows = Arrays.copyOf(rows, capacity);
            columns = Arrays.copyOf(columns, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        rows[size] = row;
        columns[size] = column;
        values[size++] = value;
    }

    void forEach(Action action) throws IOException {
        for (int i = 0; i < size; i++) {
            action.accept(rows[i], columns[i], values[i]);
        }
    }

    /** Appends all of them to the file; none is left here. */
    void moveTo(ScratchFile file) {
        for (int i = 0; i < size; i++) {
            put(file.room(BYTES), rows[i], columns[i], values[i]);
        }
        size = 0;
    }

    /** Gives the memory back. */
    void release() {
        rows = new int[0];
        columns = new int[0];
        values = new float[0];
        size = 0;
    }

    static void put(ByteBuffer target, int row, int column, float value) {
        target.putInt(row).putInt(column).putFloat(value);
    }

    /**
     * Hands over values of a file.
     *
     * @param first position of the first, counted in values
     * @param buffer of a multiple of {@link #BYTES}
     */
    static void forEach(ScratchFile file, long first, long count, ByteBuffer buffer, Action action)
            throws IOException {
        long end = first + count;
        for (long at = first; at < end; ) {
            int n = (int) Math.min(buffer.capacity() / BYTES, end - at);
            buffer.clear().limit(n * BYTES);
            file.read(buffer, at * BYTES);
            buffer.flip();
            for (int i = 0; i < n; i++) {
                action.accept(buffer.getInt(), buffer.getInt(), buffer.getFloat());
            }
            at += n;
        }
    }
}

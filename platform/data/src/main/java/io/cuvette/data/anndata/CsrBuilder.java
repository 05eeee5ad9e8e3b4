package io.cuvette.data.anndata;

import java.util.Arrays;

/** Collects rows into a {@link CsrMatrix}. */
public final class CsrBuilder implements RowSink {

    private static final long BYTES_A_VALUE = Integer.BYTES + Float.BYTES;

    private final int columns;
    private int[] pointers = new int[1 << 8];
    private int[] columnIndices;
    private float[] values;
    private int rows;

    /**
     * @param columns of the matrix
     * @param expectedValues a guess; more may come
     */
    public CsrBuilder(int columns, int expectedValues) {
        this.columns = columns;
        this.columnIndices = new int[expectedValues];
        this.values = new float[expectedValues];
    }

    /**
     * Memory while a row of so many values is added: old arrays and new; 0 when they need not grow.
     */
    public long bytesToAdd(int length) {
        long to = (long) pointers[rows] + length;
        return to <= values.length ? 0 : BYTES_A_VALUE * (values.length + capacity(to));
    }

    private static long capacity(long values) {
        return Math.min(Integer.MAX_VALUE - 8L, values + values / 2);
    }

    @Override
    public void row(int[] rowColumns, float[] rowValues, int offset, int length) {
        int from = pointers[rows];
        int to = Math.addExact(from, length);
        if (to > values.length) {
            int capacity = (int) capacity(to);
            columnIndices = Arrays.copyOf(columnIndices, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        System.arraycopy(rowColumns, offset, columnIndices, from, length);
        System.arraycopy(rowValues, offset, values, from, length);
        if (rows + 2 > pointers.length) {
            pointers = Arrays.copyOf(pointers, pointers.length + pointers.length / 2);
        }
        pointers[++rows] = to;
    }

    public CsrMatrix finish() {
        int stored = pointers[rows];
        return new CsrMatrix(
                rows,
                columns,
                Arrays.copyOf(pointers, rows + 1),
                exactly(columnIndices, stored),
                values.length == stored ? values : Arrays.copyOf(values, stored));
    }

    private static int[] exactly(int[] indices, int length) {
        return indices.length == length ? indices : Arrays.copyOf(indices, length);
    }
}

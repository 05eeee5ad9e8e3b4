package io.cuvette.data.assembly;

import io.cuvette.data.anndata.RowSink;
import java.io.IOException;
import java.util.Arrays;

/** Hands on the chosen columns of each row, counted anew from 0. */
public final class ColumnSelection implements RowSink {

    private final RowSink sink;

    /** New number of each column; -1 when it is left out. */
    private final int[] numbers;

    private final int[] columns;
    private final float[] values;
    private long storedValues;

    /**
     * @param width number of columns of the rows that come
     * @param chosen increasing
     * @param sink takes the rows
     */
    public ColumnSelection(int width, int[] chosen, RowSink sink) {
        this.sink = sink;
        this.numbers = new int[width];
        this.columns = new int[chosen.length];
        this.values = new float[chosen.length];
        Arrays.fill(numbers, -1);
        for (int i = 0; i < chosen.length; i++) {
            numbers[chosen[i]] = i;
        }
    }

    @Override
    public void row(int[] columnIndices, float[] rowValues, int offset, int length)
            throws IOException {
        int kept = 0;
        for (int k = offset; k < offset + length; k++) {
            int number = numbers[columnIndices[k]];
            if (number >= 0) {
                columns[kept] = number;
                values[kept++] = rowValues[k];
            }
        }
        storedValues += kept;
        sink.row(columns, values, 0, kept);
    }

    /** Values handed on so far. */
    public long storedValues() {
        return storedValues;
    }
}

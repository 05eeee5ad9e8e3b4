package io.cuvette.data.anndata;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Compressed sparse rows, float32 values.
 *
 * <p>Within a row the column indices are strictly increasing.
 *
 * @param rowPointers {@code rows + 1} positions in {@code columnIndices} and {@code values}; row i
 *     occupies {@code rowPointers[i] .. rowPointers[i + 1]}
 * @param columnIndices column of each stored value
 * @param values stored values; none of the arrays is copied: the caller gives them up
 */
public record CsrMatrix(
        int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values)
        implements Matrix, SparseMatrix {

    public CsrMatrix {
        Objects.requireNonNull(rowPointers, "rowPointers");
        Objects.requireNonNull(columnIndices, "columnIndices");
        Objects.requireNonNull(values, "values");
        if (rowPointers.length != rows + 1
                || columnIndices.length != values.length
                || rowPointers[0] != 0
                || rowPointers[rows] != values.length) {
            throw new IllegalArgumentException(
                    "row pointers, column indices and values do not describe %d x %d"
                            .formatted(rows, columns));
        }
    }

    @Override
    public long storedValues() {
        return values.length;
    }

    @Override
    public int rowLength(int row) {
        return rowPointers[row + 1] - rowPointers[row];
    }

    @Override
    public void copyStored(int row, int[] targetColumns, float[] targetValues, int offset) {
        int from = rowPointers[row];
        int length = rowLength(row);
        System.arraycopy(columnIndices, from, targetColumns, offset, length);
        System.arraycopy(values, from, targetValues, offset, length);
    }

    @Override
    public CsrMatrix selectRows(int[] rowIndices) {
        int[] pointers = new int[rowIndices.length + 1];
        for (int i = 0; i < rowIndices.length; i++) {
            pointers[i + 1] = Math.addExact(pointers[i], rowLength(rowIndices[i]));
        }
        int[] columnsOut = new int[pointers[rowIndices.length]];
        float[] valuesOut = new float[columnsOut.length];
        for (int i = 0; i < rowIndices.length; i++) {
            int from = rowPointers[rowIndices[i]];
            int length = rowLength(rowIndices[i]);
            System.arraycopy(columnIndices, from, columnsOut, pointers[i], length);
            System.arraycopy(values, from, valuesOut, pointers[i], length);
        }
        return new CsrMatrix(rowIndices.length, columns, pointers, columnsOut, valuesOut);
    }

    /** Column indices must be distinct; the order of the result follows the argument. */
    @Override
    public CsrMatrix selectColumns(int[] selected) {
        int[] newColumn = new int[columns];
        Arrays.fill(newColumn, -1);
        boolean increasing = true;
        for (int j = 0; j < selected.length; j++) {
            newColumn[selected[j]] = j;
            increasing &= j == 0 || selected[j] > selected[j - 1];
        }
        int[] pointers = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            int kept = 0;
            for (int k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
                kept += newColumn[columnIndices[k]] >= 0 ? 1 : 0;
            }
            pointers[i + 1] = pointers[i] + kept;
        }
        int[] columnsOut = new int[pointers[rows]];
        float[] valuesOut = new float[columnsOut.length];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            int start = next;
            for (int k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
                int column = newColumn[columnIndices[k]];
                if (column < 0) {
                    continue;
                }
                int position = next++;
                if (!increasing) {
                    // insertion keeps the row sorted; selections are short rows of a sparse matrix
                    while (position > start && columnsOut[position - 1] > column) {
                        columnsOut[position] = columnsOut[position - 1];
                        valuesOut[position] = valuesOut[position - 1];
                        position--;
                    }
                }
                columnsOut[position] = column;
                valuesOut[position] = values[k];
            }
        }
        return new CsrMatrix(rows, selected.length, pointers, columnsOut, valuesOut);
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
        Arrays.fill(target, offset, offset + columns, 0f);
        for (int k = rowPointers[row]; k < rowPointers[row + 1]; k++) {
            target[offset + columnIndices[k]] = values[k];
        }
    }

    @Override
    public void forEachRow(RowSink sink) throws IOException {
        for (int row = 0; row < rows; row++) {
            sink.row(columnIndices, values, rowPointers[row], rowLength(row));
        }
    }
}

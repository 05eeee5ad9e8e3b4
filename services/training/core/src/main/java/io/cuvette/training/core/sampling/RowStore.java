package io.cuvette.training.core.sampling;

import io.cuvette.data.anndata.CsrMatrix;

/** Rows of a sparse matrix, in memory or in a file; what mini-batches are gathered from. */
public interface RowStore {

    int rows();

    int columns();

    /** Stored values of all rows. */
    long storedValues();

    /** Stored values of one row. */
    int rowLength(int row);

    /**
     * Copies the stored values of a row, by rising column.
     *
     * @param columnIndices room for {@code rowLength(row)} columns from {@code offset} on
     * @param values room for as many values
     */
    void copy(int row, int[] columnIndices, float[] values, int offset);

    /** The chosen rows in memory, in the order given. */
    default CsrMatrix select(int[] chosen) {
        int[] pointers = new int[chosen.length + 1];
        for (int i = 0; i < chosen.length; i++) {
            pointers[i + 1] = Math.addExact(pointers[i], rowLength(chosen[i]));
        }
        int[] columnIndices = new int[pointers[chosen.length]];
        float[] values = new float[columnIndices.length];
        for (int i = 0; i < chosen.length; i++) {
            copy(chosen[i], columnIndices, values, pointers[i]);
        }
        return new CsrMatrix(chosen.length, columns(), pointers, columnIndices, values);
    }

    /** A matrix that is in memory anyway. */
    static RowStore of(CsrMatrix matrix) {
        return new MatrixRows(matrix);
    }
}

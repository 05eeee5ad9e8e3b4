package io.cuvette.training.core.sampling;

import io.cuvette.data.anndata.CsrMatrix;

/** Rows in memory. */
record MatrixRows(CsrMatrix matrix) implements RowStore {

    @Override
    public int rows() {
        return matrix.rows();
    }

    @Override
    public int columns() {
        return matrix.columns();
    }

    @Override
    public long storedValues() {
        return matrix.storedValues();
    }

    @Override
    public int rowLength(int row) {
        return matrix.rowLength(row);
    }

    @Override
    public void copy(int row, int[] columnIndices, float[] values, int offset) {
        int from = matrix.rowPointers()[row];
        int length = matrix.rowLength(row);
        System.arraycopy(matrix.columnIndices(), from, columnIndices, offset, length);
        System.arraycopy(matrix.values(), from, values, offset, length);
    }
}

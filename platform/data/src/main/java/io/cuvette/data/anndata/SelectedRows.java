package io.cuvette.data.anndata;

/**
 * Some rows of another matrix, in a given order, without a copy.
 *
 * @param matrix is read through
 * @param selected its rows; not copied: the caller gives the array up
 */
public record SelectedRows(SparseMatrix matrix, int[] selected) implements SparseMatrix {

    @Override
    public int rows() {
        return selected.length;
    }

    @Override
    public int columns() {
        return matrix.columns();
    }

    @Override
    public long storedValues() {
        long stored = 0;
        for (int row : selected) {
            stored += matrix.rowLength(row);
        }
        return stored;
    }

    @Override
    public int rowLength(int row) {
        return matrix.rowLength(selected[row]);
    }

    @Override
    public void copyStored(int row, int[] columnIndices, float[] values, int offset) {
        matrix.copyStored(selected[row], columnIndices, values, offset);
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
        matrix.copyRow(selected[row], target, offset);
    }
}

package io.cuvette.data.anndata;

/**
 * One row at a time of a sparse matrix, in arrays that are used again for the next row.
 *
 * <pre>{@code
 * StoredRow row = new StoredRow(matrix);
 * for (int cell = 0; cell < matrix.rows(); cell++) {
 *     for (int k = 0, n = row.read(cell); k < n; k++) {
 *         sums[row.column(k)] += row.value(k);
 *     }
 * }
 * }</pre>
 */
public final class StoredRow {

    private final SparseMatrix matrix;
    private int[] columns = {};
    private float[] values = {};

    public StoredRow(SparseMatrix matrix) {
        this.matrix = matrix;
    }

    /**
     * Moves to a row.
     *
     * @return number of its stored values
     */
    public int read(int row) {
        int length = matrix.rowLength(row);
        if (columns.length < length) {
            int capacity = Math.max(length, columns.length + columns.length / 2);
            columns = new int[capacity];
            values = new float[capacity];
        }
        matrix.copyStored(row, columns, values, 0);
        return length;
    }

    /** Column of the k-th stored value of the row. */
    public int column(int k) {
        return columns[k];
    }

    /** The k-th stored value of the row. */
    public float value(int k) {
        return values[k];
    }
}

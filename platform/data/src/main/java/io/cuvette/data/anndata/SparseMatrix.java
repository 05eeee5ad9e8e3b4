package io.cuvette.data.anndata;

/**
 * An expression matrix of compressed rows, in memory ({@link CsrMatrix}) or in a file ({@link
 * RowFile}): what every pass over cells needs, and no more. Within a row the columns strictly
 * increase.
 */
public interface SparseMatrix {

    int rows();

    int columns();

    /** Number of stored values of all rows. */
    long storedValues();

    /** Number of stored values of one row. */
    int rowLength(int row);

    /**
     * Copies the stored values of one row.
     *
     * @param columnIndices at least {@code offset + rowLength(row)} long
     * @param values as long
     */
    void copyStored(int row, int[] columnIndices, float[] values, int offset);

    /**
     * Writes one row as dense values.
     *
     * @param target at least {@code offset + columns()} long; that range is overwritten
     */
    void copyRow(int row, float[] target, int offset);
}

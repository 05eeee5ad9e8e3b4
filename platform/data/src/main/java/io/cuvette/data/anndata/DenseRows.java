package io.cuvette.data.anndata;

/** A dense float32 matrix that gives its rows one by one, held or made as they are asked for. */
public interface DenseRows {

    int rows();

    int columns();

    /**
     * Writes one row.
     *
     * @param target at least {@code offset + columns()} long; that range is overwritten
     */
    void copyRow(int row, float[] target, int offset);
}

package io.cuvette.data.anndata;

import java.io.IOException;

/** An expression matrix, cells in rows and genes in columns, held as it is stored. */
public sealed interface Matrix permits CsrMatrix, DenseMatrix {

    int rows();

    int columns();

    /** Number of values held in memory: stored entries of a sparse matrix, all of a dense one. */
    long storedValues();

    /** The chosen rows, in the order given; the result has the same kind of storage. */
    Matrix selectRows(int[] rowIndices);

    /** The chosen columns, in the order given; the result has the same kind of storage. */
    Matrix selectColumns(int[] columnIndices);

    /**
     * Writes one row as dense values.
     *
     * @param target at least {@code offset + columns()} long; that range is overwritten
     */
    void copyRow(int row, float[] target, int offset);

    /** Hands the values that are not zero over, row by row; the sink must not keep the arrays. */
    void forEachRow(RowSink sink) throws IOException;
}

package io.cuvette.data;

import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.hdf5.Memory;

/** Holds the rows of a stream, and refuses those that would not fit. */
final class MatrixInMemory implements RowSinks {

    private static final int FIRST_CAPACITY = 1 << 10;

    private CsrBuilder rows = new CsrBuilder(0, 0);

    @Override
    public RowSink open(int genes) {
        CsrBuilder opened = new CsrBuilder(genes, FIRST_CAPACITY);
        rows = opened;
        return (columns, values, offset, length) -> {
            Memory.require(opened.bytesToAdd(length), "X");
            opened.row(columns, values, offset, length);
        };
    }

    CsrMatrix finish() {
        return rows.finish();
    }
}

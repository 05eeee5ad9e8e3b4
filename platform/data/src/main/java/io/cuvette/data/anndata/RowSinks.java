package io.cuvette.data.anndata;

import java.io.IOException;

/** Makes a sink for the rows of a matrix, cells x genes, once the number of genes is known. */
@FunctionalInterface
public interface RowSinks {

    /**
     * @param genes columns of the matrix
     */
    RowSink open(int genes) throws IOException;
}

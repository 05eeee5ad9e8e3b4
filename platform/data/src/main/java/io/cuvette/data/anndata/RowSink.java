package io.cuvette.data.anndata;

import java.io.IOException;

/** Takes the rows of a matrix one after the other. */
@FunctionalInterface
public interface RowSink {

    /**
     * @param columnIndices strictly increasing in {@code offset .. offset + length}
     * @param values as many
     */
    void row(int[] columnIndices, float[] values, int offset, int length) throws IOException;
}

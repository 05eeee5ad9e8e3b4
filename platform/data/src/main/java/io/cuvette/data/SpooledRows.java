package io.cuvette.data;

import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import java.io.Closeable;
import java.io.IOException;

/**
 * Chosen rows of one matrix of an upload in a scratch file.
 *
 * @param counts chosen cells x genes; closed with this
 * @param var one row a gene
 */
public record SpooledRows(RowFile counts, Frame var) implements Closeable {

    /** Deletes the scratch file. */
    @Override
    public void close() throws IOException {
        counts.close();
    }
}

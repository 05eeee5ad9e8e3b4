package io.cuvette.data;

import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.finding.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One matrix of an upload in a scratch file, and the annotations in memory.
 *
 * @param counts cells x genes; closed with this
 * @param obs one row a cell, with the columns that were wanted
 * @param obsColumns names of all columns of the cells, read or not
 * @param var one row a gene
 * @param findings what was skipped, changed or decided on the way; none of them stops
 */
public record SpooledDataset(
        RowFile counts, Frame obs, List<String> obsColumns, Frame var, List<Finding> findings)
        implements Closeable {

    public SpooledDataset {
        obsColumns = List.copyOf(obsColumns);
        findings = List.copyOf(findings);
    }

    /** Deletes the scratch file. */
    @Override
    public void close() throws IOException {
        counts.close();
    }
}

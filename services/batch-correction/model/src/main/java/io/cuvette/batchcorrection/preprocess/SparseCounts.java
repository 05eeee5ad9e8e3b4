package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Per-cell sums of a count matrix, and the sparse view of a dense one. */
public final class SparseCounts {
    private SparseCounts() {}

    /** The matrix itself when it is sparse, otherwise a sparse copy without its zeros. */
    public static CsrMatrix of(Matrix matrix) {
        if (matrix instanceof CsrMatrix csr) {
            return csr;
        }
        CsrBuilder sparse = new CsrBuilder(matrix.columns(), 1 << 10);
        try {
            matrix.forEachRow(sparse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sparse.finish();
    }

    /** Sum of the counts of each cell. */
    public static double[] librarySizes(SparseMatrix counts) {
        StoredRow row = new StoredRow(counts);
        double[] sums = new double[counts.rows()];
        for (int cell = 0; cell < sums.length; cell++) {
            double sum = 0;
            for (int k = 0, n = row.read(cell); k < n; k++) {
                sum += row.value(k);
            }
            sums[cell] = sum;
        }
        return sums;
    }
}

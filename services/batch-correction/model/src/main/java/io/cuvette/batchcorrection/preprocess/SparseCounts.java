package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Matrix;
import java.util.Arrays;

/** Per-cell sums of a count matrix, and the sparse view of a dense one. */
public final class SparseCounts {
    private SparseCounts() {}

    /** The matrix itself when it is sparse, otherwise a sparse copy without its zeros. */
    public static CsrMatrix of(Matrix matrix) {
        if (matrix instanceof CsrMatrix csr) {
            return csr;
        }
        DenseMatrix dense = (DenseMatrix) matrix;
        int nonZero = 0;
        for (float value : dense.values()) {
            nonZero += value != 0 ? 1 : 0;
        }
        int[] pointers = new int[dense.rows() + 1];
        int[] columns = new int[nonZero];
        float[] values = new float[nonZero];
        int next = 0;
        for (int row = 0; row < dense.rows(); row++) {
            for (int column = 0; column < dense.columns(); column++) {
                float value = dense.get(row, column);
                if (value != 0) {
                    columns[next] = column;
                    values[next++] = value;
                }
            }
            pointers[row + 1] = next;
        }
        return new CsrMatrix(dense.rows(), dense.columns(), pointers, columns, values);
    }

    /** Sum of the counts of each cell. */
    public static double[] librarySizes(CsrMatrix counts) {
        double[] sums = new double[counts.rows()];
        for (int row = 0; row < sums.length; row++) {
            double sum = 0;
            for (int k = counts.rowPointers()[row]; k < counts.rowPointers()[row + 1]; k++) {
                sum += counts.values()[k];
            }
            sums[row] = sum;
        }
        return sums;
    }

    /** Cells with at least {@code minGenes} genes of a count above zero, in order. */
    public static int[] cellsWithGenes(CsrMatrix counts, int minGenes) {
        int[] kept = new int[counts.rows()];
        int next = 0;
        for (int row = 0; row < counts.rows(); row++) {
            int detected = 0;
            for (int k = counts.rowPointers()[row]; k < counts.rowPointers()[row + 1]; k++) {
                detected += counts.values()[k] > 0 ? 1 : 0;
            }
            if (detected >= minGenes) {
                kept[next++] = row;
            }
        }
        return Arrays.copyOf(kept, next);
    }
}

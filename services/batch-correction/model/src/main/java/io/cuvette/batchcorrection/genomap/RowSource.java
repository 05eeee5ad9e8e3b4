package io.cuvette.batchcorrection.genomap;

import io.cuvette.data.anndata.DenseMatrix;

/**
 * Rows of values by gene that are read one after another and more than once, so that stacks of
 * projections (cells x batches) need not be in memory. Called from one thread at a time.
 */
public interface RowSource {

    int rows();

    int genes();

    /**
     * Reads one row; the same row gives the same values each time.
     *
     * @param target length {@link #genes()}
     */
    void read(int row, float[] target);

    /** The rows of a matrix. */
    static RowSource of(DenseMatrix matrix) {
        return new RowSource() {
            @Override
            public int rows() {
                return matrix.rows();
            }

            @Override
            public int genes() {
                return matrix.columns();
            }

            @Override
            public void read(int row, float[] target) {
                matrix.copyRow(row, target, 0);
            }
        };
    }
}

package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.DenseMatrix;
import java.util.Random;

/** Dense matrices for tests. */
final class DenseMatrixes {

    private DenseMatrixes() {}

    /** No value is zero, so that the reader keeps the matrix dense. */
    static DenseMatrix random(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + random.nextFloat();
        }
        return new DenseMatrix(rows, columns, values);
    }
}

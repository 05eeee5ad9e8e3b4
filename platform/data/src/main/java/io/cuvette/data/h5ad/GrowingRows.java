package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Memory;
import java.util.Arrays;

/** Collects dense rows into a sparse matrix. */
final class GrowingRows {

    private final int columns;
    private final String field;
    private final long limit;
    private final int[] pointers;
    private int[] indices;
    private float[] values;
    private int rows;
    private int stored;

    GrowingRows(int rows, int columns, double density, String field, ReadLimits limits)
            throws DataException {
        this.columns = columns;
        this.field = field;
        this.limit = Math.min(limits.maxStoredValues(), Integer.MAX_VALUE - 8);
        long expected = Math.min(limit, (long) (1.05 * density * rows * columns) + columns);
        Memory.require(8 * expected + 4L * rows, field);
        this.pointers = new int[rows + 1];
        this.indices = new int[(int) expected];
        this.values = new float[(int) expected];
    }

    void addRow(float[] dense, int offset) throws DataException {
        if (indices.length - stored < columns) {
            grow();
        }
        for (int j = 0; j < columns; j++) {
            float value = dense[offset + j];
            if (value != 0f) {
                indices[stored] = j;
                values[stored++] = value;
            }
        }
        pointers[++rows] = stored;
    }

    private void grow() throws DataException {
        long wanted = (long) stored + columns + stored / 4;
        if (wanted > limit) {
            wanted = (long) stored + columns;
        }
        if (wanted > limit) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    field,
                    "It has more than %d values that are not zero.".formatted(limit));
        }
        Memory.require(8 * (wanted + stored), field);
        indices = Arrays.copyOf(indices, (int) wanted);
        values = Arrays.copyOf(values, (int) wanted);
    }

    CsrMatrix finish() {
        return new CsrMatrix(
                rows,
                columns,
                pointers,
                Arrays.copyOf(indices, stored),
                Arrays.copyOf(values, stored));
    }
}

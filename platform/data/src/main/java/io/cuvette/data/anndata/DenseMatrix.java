package io.cuvette.data.anndata;

import java.io.IOException;
import java.util.Objects;

/**
 * Row-major float32 matrix.
 *
 * @param values {@code rows * columns} values, not copied: the caller gives it up
 */
public record DenseMatrix(int rows, int columns, float[] values) implements Matrix, DenseRows {

    public DenseMatrix {
        Objects.requireNonNull(values, "values");
        if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    "shape %d x %d does not hold %d values"
                            .formatted(rows, columns, values.length));
        }
    }

    @Override
    public long storedValues() {
        return values.length;
    }

    public float get(int row, int column) {
        return values[row * columns + column];
    }

    @Override
    public DenseMatrix selectRows(int[] rowIndices) {
        float[] out = new float[Math.multiplyExact(rowIndices.length, columns)];
        for (int i = 0; i < rowIndices.length; i++) {
            System.arraycopy(values, rowIndices[i] * columns, out, i * columns, columns);
        }
        return new DenseMatrix(rowIndices.length, columns, out);
    }

    @Override
    public DenseMatrix selectColumns(int[] columnIndices) {
        float[] out = new float[Math.multiplyExact(rows, columnIndices.length)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columnIndices.length; j++) {
                out[i * columnIndices.length + j] = values[i * columns + columnIndices[j]];
            }
        }
        return new DenseMatrix(rows, columnIndices.length, out);
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
        System.arraycopy(values, row * columns, target, offset, columns);
    }

    @Override
    public void forEachRow(RowSink sink) throws IOException {
        forEachRow(values, rows, columns, sink);
    }

    /** The same for rows x columns values that are part of a larger matrix. */
    public static void forEachRow(float[] values, int rows, int columns, RowSink sink)
            throws IOException {
        int[] rowColumns = new int[columns];
        float[] rowValues = new float[columns];
        for (int row = 0; row < rows; row++) {
            int length = 0;
            for (int column = 0; column < columns; column++) {
                float value = values[row * columns + column];
                if (value != 0f) {
                    rowColumns[length] = column;
                    rowValues[length++] = value;
                }
            }
            sink.row(rowColumns, rowValues, 0, length);
        }
    }
}

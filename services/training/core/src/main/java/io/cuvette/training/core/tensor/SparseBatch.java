package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * A mini-batch {@code [rows, columns]} with its stored values twice: by rows, which the product
 * with a weight reads, and by columns, which the gradient to the weight reads.
 *
 * @param rowOffsets INT32 {@code [rows + 1]}, positions in columnIndices and values
 * @param columnIndices INT32, column of each value, row by row
 * @param values FLOAT32 (or the weight's type), row by row
 * @param columnOffsets INT32 {@code [columns + 1]}, positions in rowIndices and columnValues
 * @param rowIndices INT32, row of each value, column by column
 * @param columnValues the values, column by column
 */
public record SparseBatch(
        int rows,
        int columns,
        PtNDArray rowOffsets,
        PtNDArray columnIndices,
        PtNDArray values,
        PtNDArray columnOffsets,
        PtNDArray rowIndices,
        PtNDArray columnValues) {

    /** Number of stored values. */
    public long storedValues() {
        return values.size();
    }
}

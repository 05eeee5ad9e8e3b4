package io.cuvette.batchcorrection.embedding;

import io.cuvette.data.anndata.DenseRows;
import java.util.List;

/**
 * Rows of several matrices of the same cells as one, made as they are asked for.
 *
 * @param parts at least one
 */
public record RowsSideBySide(List<DenseRows> parts) implements DenseRows {

    public RowsSideBySide {
        parts = List.copyOf(parts);
        int rows = parts.get(0).rows();
        for (DenseRows part : parts) {
            if (part.rows() != rows) {
                throw new IllegalArgumentException(
                        "matrices of %d and %d rows".formatted(rows, part.rows()));
            }
        }
    }

    @Override
    public int rows() {
        return parts.get(0).rows();
    }

    @Override
    public int columns() {
        return parts.stream().mapToInt(DenseRows::columns).sum();
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
        int next = offset;
        for (DenseRows part : parts) {
            part.copyRow(row, target, next);
            next += part.columns();
        }
    }
}

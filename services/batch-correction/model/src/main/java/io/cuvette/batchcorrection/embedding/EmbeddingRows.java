package io.cuvette.batchcorrection.embedding;

import io.cuvette.data.anndata.DenseMatrix;

/**
 * Some rows of a matrix in single precision as it was read; only what is chosen of them is held a
 * second time.
 *
 * @param matrix one row a cell of the dataset, not copied
 * @param rows the cells that count here, not copied
 */
public record EmbeddingRows(DenseMatrix matrix, int[] rows) implements EmbeddedCells {

    @Override
    public int cells() {
        return rows.length;
    }

    @Override
    public int dimensions() {
        return matrix.columns();
    }

    @Override
    public Embedding select(int[] chosen) {
        int columns = matrix.columns();
        double[] values = new double[Math.multiplyExact(chosen.length, columns)];
        for (int i = 0; i < chosen.length; i++) {
            for (int column = 0; column < columns; column++) {
                values[i * columns + column] = matrix.get(rows[chosen[i]], column);
            }
        }
        return new Embedding(chosen.length, columns, values);
    }

    @Override
    public boolean isFinite() {
        for (int row : rows) {
            for (int column = 0; column < matrix.columns(); column++) {
                if (!Float.isFinite(matrix.get(row, column))) {
                    return false;
                }
            }
        }
        return true;
    }
}

package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SelectedRows;
import io.cuvette.data.anndata.SparseMatrix;
import java.util.stream.IntStream;

/**
 * Principal components as a model.
 *
 * @param pca fitted on train cells
 */
public record PcaModel(Pca pca) implements CorrectionModel {

    /** Cells whose scores are held in double precision at once. */
    private static final int BLOCK = 4096;

    @Override
    public Method method() {
        return Method.PCA;
    }

    @Override
    public int dimensions() {
        return pca.count();
    }

    @Override
    public int genes() {
        return pca.mean().length;
    }

    @Override
    public DenseMatrix encode(ScaledCells cells) {
        SparseMatrix scaled = cells.values();
        float[] out = new float[Math.multiplyExact(scaled.rows(), dimensions())];
        for (int from = 0; from < scaled.rows(); from += BLOCK) {
            int[] block = IntStream.range(from, Math.min(scaled.rows(), from + BLOCK)).toArray();
            float[] values = pca.transform(new SelectedRows(scaled, block)).toMatrix().values();
            System.arraycopy(values, 0, out, from * dimensions(), values.length);
        }
        return new DenseMatrix(scaled.rows(), dimensions(), out);
    }

    @Override
    public DenseMatrix correct(ScaledCells cells) {
        return pca.inverseTransform(pca.transform(cells.values())).toMatrix();
    }

    @Override
    public long sizeBytes() {
        return pca.sizeBytes();
    }

    @Override
    public void close() {
        // nothing outside the heap
    }
}

package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SparseMatrix;

/**
 * Principal components as a model.
 *
 * @param pca fitted on train cells
 */
public record PcaModel(Pca pca) implements CorrectionModel {

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
    public DenseMatrix encode(SparseMatrix scaled) {
        return pca.transform(scaled).toMatrix();
    }

    @Override
    public DenseMatrix correct(SparseMatrix scaled) {
        return pca.inverseTransform(pca.transform(scaled)).toMatrix();
    }

    @Override
    public long sizeBytes() {
        return (long) Double.BYTES * genes() * (dimensions() + 1);
    }

    @Override
    public void close() {
        // nothing outside the heap
    }
}

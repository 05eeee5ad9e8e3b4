package io.cuvette.batchcorrection.method;

import io.cuvette.data.anndata.DenseMatrix;

/**
 * A trained correction, ready to answer. Thread-safe; the answer for a cell is the same to the bit
 * whatever cells are asked for with it.
 */
public sealed interface CorrectionModel extends AutoCloseable
        permits PcaModel, AutoencoderModel, CounterfactualModel {

    Method method();

    /** Size of the embedding. */
    int dimensions();

    /** Inputs, in the order of the model's genes. */
    int genes();

    /**
     * Embeds cells. Their batches matter where {@link Method#needsBatch} says so.
     *
     * @return cells x dimensions
     */
    DenseMatrix encode(ScaledCells cells);

    /**
     * Expression with the batch taken out as far as the method can; {@code pca} takes nothing out
     * but noise.
     *
     * @return cells x genes in scaled space
     */
    DenseMatrix correct(ScaledCells cells);

    /** Bytes that the model holds, for the bound of a cache. */
    long sizeBytes();

    @Override
    void close();
}

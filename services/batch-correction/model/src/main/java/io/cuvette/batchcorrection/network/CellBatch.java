package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.SparseBatch;
import java.util.Optional;

/**
 * A mini-batch of cells.
 *
 * @param sparse stored values, when the sparse first layer is the faster one
 * @param dense scaled expression, [B, genes]; what is reconstructed
 * @param batchCodes z, INT64, [B]
 * @param labels y of those cells that have one; empty when none has
 */
public record CellBatch(
        Optional<SparseBatch> sparse,
        PtNDArray dense,
        PtNDArray batchCodes,
        Optional<Labels> labels) {

    /**
     * Labels of some cells of the mini-batch, L of them.
     *
     * @param positions of these cells, INT64, [L]
     * @param codes their labels, INT64, [L]
     */
    public record Labels(PtNDArray positions, PtNDArray codes) {}
}

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
 */
public record CellBatch(Optional<SparseBatch> sparse, PtNDArray dense, PtNDArray batchCodes) {}

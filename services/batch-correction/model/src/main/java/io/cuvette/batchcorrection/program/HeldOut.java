package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.training.core.tensor.SparseBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cells that are measured in inference mode.
 *
 * @param size number of cells
 * @param x their stored values
 * @param dense the same as a matrix, [B, genes]
 * @param batchCodes z, INT64, [B]
 * @param labels y of those that have one
 */
record HeldOut(
        int size,
        SparseBatch x,
        PtNDArray dense,
        PtNDArray batchCodes,
        Optional<CellBatch.Labels> labels) {

    /**
     * What was measured on these cells.
     *
     * @param squaredError sum over cells and genes, a scalar
     * @param means further figures
     */
    record Figures(PtNDArray squaredError, List<Mean> means) {

        Figures and(String name, PtNDArray mean, long cells) {
            List<Mean> more = new ArrayList<>(means);
            more.add(new Mean(name, mean, cells));
            return new Figures(squaredError, more);
        }
    }

    /**
     * A mean over some of the cells.
     *
     * @param value a scalar
     * @param cells that it was taken over
     */
    record Mean(String name, PtNDArray value, long cells) {}

    /** The error of a reconstruction, to which further figures may be added. */
    Figures figures(PtNDArray reconstruction) {
        return new Figures(dense.sub(reconstruction).square().sum(), List.of());
    }
}

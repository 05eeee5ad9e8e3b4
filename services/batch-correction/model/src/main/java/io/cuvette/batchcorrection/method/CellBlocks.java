package io.cuvette.batchcorrection.method;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.network.BatchIndex;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Runs a network over cells in blocks of a fixed number of rows, padded with empty cells: matrix
 * products choose their kernels by shape, so a fixed shape keeps each answer the same whatever
 * cells share the block, and 128 rows fit the cache.
 */
final class CellBlocks {

    static final int SIZE = 128;

    private static final int[] ALL_ROWS = IntStream.range(0, SIZE).toArray();

    private CellBlocks() {}

    /** A network in inference mode that reads the batch of a cell. */
    @FunctionalInterface
    interface BatchNetwork {

        /**
         * Computes a block.
         *
         * @param x cells of a block, [{@value CellBlocks#SIZE}, genes]
         * @param batches of these cells
         * @return [{@value CellBlocks#SIZE}, width]
         */
        PtNDArray apply(SparseBatch x, BatchIndex batches);
    }

    /** Cells of a block, from their position among all, [{@value CellBlocks#SIZE}, genes]. */
    @FunctionalInterface
    private interface Block {
        PtNDArray apply(SparseBatch x, int from, int to);
    }

    /** One row of the given width for each cell, whatever its batch. */
    static DenseMatrix compute(
            Tensors tensors,
            ScaledCells cells,
            int width,
            Function<SparseBatch, PtNDArray> network) {
        return inBlocks(tensors, cells, width, (x, from, to) -> network.apply(x));
    }

    /** One row of the given width for each cell. */
    static DenseMatrix compute(
            Tensors tensors, ScaledCells cells, int width, BatchNetwork network) {
        return inBlocks(
                tensors,
                cells,
                width,
                (x, from, to) -> {
                    int[] batches = new int[SIZE];
                    System.arraycopy(cells.batches(), from, batches, 0, to - from);
                    return network.apply(x, BatchIndex.of(tensors, batches));
                });
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private static DenseMatrix inBlocks(
            Tensors tensors, ScaledCells cells, int width, Block network) {
        float[] out = new float[Math.multiplyExact(cells.size(), width)];
        try (GradMode off = GradMode.off()) {
            for (int from = 0; from < cells.size(); from += SIZE) {
                int to = Math.min(cells.size(), from + SIZE);
                try (TensorScope scope = TensorScope.open()) {
                    float[] block =
                            network.apply(block(tensors, cells.values(), from, to), from, to)
                                    .toFloatArray();
                    System.arraycopy(block, 0, out, from * width, (to - from) * width);
                }
            }
        }
        return new DenseMatrix(cells.size(), width, out);
    }

    /** Rows {@code from .. to}, followed by empty ones up to the block's size. */
    private static SparseBatch block(Tensors tensors, SparseMatrix scaled, int from, int to) {
        int[] pointers = new int[SIZE + 1];
        for (int row = from; row < to; row++) {
            pointers[row - from + 1] = pointers[row - from] + scaled.rowLength(row);
        }
        Arrays.fill(pointers, to - from, SIZE + 1, pointers[to - from]);
        int[] columns = new int[pointers[SIZE]];
        float[] values = new float[pointers[SIZE]];
        for (int row = from; row < to; row++) {
            scaled.copyStored(row, columns, values, pointers[row - from]);
        }
        CsrMatrix padded = new CsrMatrix(SIZE, scaled.columns(), pointers, columns, values);
        return new CsrBatches(tensors, padded).sparse(ALL_ROWS);
    }
}

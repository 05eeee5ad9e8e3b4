package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.training.core.loop.BatchSource;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.sampling.RowStore;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Optional;

/** Mini-batches of training cells, gathered from the sparse matrix. */
final class CellBatches implements BatchSource<CellBatch> {

    private final Tensors tensors;
    private final CsrBatches rows;
    private final int[] batchCodes;
    private final EpochSampler sampler;
    private final boolean sparse;

    /**
     * @param scaled all cells x genes, in scaled space
     * @param batchCodes of all cells
     * @param train rows to draw from
     */
    CellBatches(
            Tensors tensors,
            RowStore scaled,
            int[] batchCodes,
            int[] train,
            int batchSize,
            long seed) {
        this.tensors = tensors;
        this.rows = new CsrBatches(tensors, scaled);
        this.batchCodes = batchCodes;
        // a rest of one cell has no variance for batch norm
        this.sampler = new EpochSampler(train, batchSize, true, seed);
        this.sparse = rows.sparsePays();
    }

    @Override
    public int stepsPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    @Override
    public CellBatch batch(long epoch, int step) {
        return of(sampler.batch(epoch, step));
    }

    /** The cells of these rows, in this order. */
    CellBatch of(int[] cells) {
        int[] codes = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            codes[i] = batchCodes[cells[i]];
        }
        return new CellBatch(
                sparse ? Optional.of(rows.sparse(cells)) : Optional.empty(),
                rows.dense(cells),
                tensors.codes(codes));
    }
}

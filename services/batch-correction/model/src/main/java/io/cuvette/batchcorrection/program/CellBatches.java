package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.training.core.loop.BatchSource;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.sampling.RowSampler;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Mini-batches of training cells, gathered from the sparse matrix. */
final class CellBatches implements BatchSource<CellBatch> {

    private final Tensors tensors;
    private final CsrBatches rows;
    private final int[] batchCodes;
    private final int[] labelCodes;
    private final RowSampler sampler;
    private final boolean sparse;

    CellBatches(Tensors tensors, PreparedCells cells, RowSampler sampler) {
        this.tensors = tensors;
        this.rows = new CsrBatches(tensors, cells.scaled());
        this.batchCodes = cells.batches();
        this.labelCodes = cells.labels();
        this.sampler = sampler;
        this.sparse = rows.sparsePays();
    }

    @Override
    public long samples(CellBatch batch) {
        return batch.batchCodes().size();
    }

    @Override
    public int stepsPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    @Override
    public CellBatch batch(long epoch, int step) {
        return of(sampler.batch(epoch, step));
    }

    @Override
    public CellBatch select(long epoch, int step, int[] positions) {
        return of(codes(sampler.batch(epoch, step), positions));
    }

    @Override
    public int[] sources(long epoch, int step) {
        return codes(batchCodes, sampler.batch(epoch, step));
    }

    /** The cells of these rows, in this order. */
    CellBatch of(int[] cells) {
        return new CellBatch(
                sparse ? Optional.of(rows.sparse(cells)) : Optional.empty(),
                rows.dense(cells),
                tensors.codes(codes(batchCodes, cells)),
                labels(cells));
    }

    /** The same cells as inference sees them. */
    HeldOut heldOut(int[] cells) {
        return new HeldOut(
                cells.length,
                rows.sparse(cells),
                rows.dense(cells),
                tensors.codes(codes(batchCodes, cells)),
                labels(cells));
    }

    private Optional<CellBatch.Labels> labels(int[] cells) {
        int[] positions =
                IntStream.range(0, cells.length).filter(i -> labelCodes[cells[i]] >= 0).toArray();
        if (positions.length == 0) {
            return Optional.empty();
        }
        int[] codes = Arrays.stream(positions).map(i -> labelCodes[cells[i]]).toArray();
        return Optional.of(new CellBatch.Labels(tensors.codes(positions), tensors.codes(codes)));
    }

    private static int[] codes(int[] all, int[] cells) {
        return Arrays.stream(cells).map(cell -> all[cell]).toArray();
    }
}

package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.genomap.RowSource;
import io.cuvette.service.limit.Patience;

/**
 * The rows that a genomap is made of: of each cell its input, itself without its batch, and its
 * projections. Computed block by block when they are read, so that few cells x batches are held at
 * once; where all of them fit into a block they are computed once.
 */
final class ProjectedRows implements RowSource {

    /** Values of a block: 32 MiB. */
    private static final int BLOCK_VALUES = 1 << 23;

    private final Projection projection;
    private final Patience patience;
    private final int cells;
    private final int perCell;
    private final int genes;
    private final int blockCells;

    private int blockFrom = -1;
    private float[][] block = new float[0][];

    ProjectedRows(Projection projection, Patience patience) {
        this(projection, patience, BLOCK_VALUES);
    }

    ProjectedRows(Projection projection, Patience patience, int blockValues) {
        this.projection = projection;
        this.patience = patience;
        this.cells = projection.shape()[0];
        this.perCell = GenomapPlan.BESIDE + projection.shape()[1];
        this.genes = projection.shape()[2];
        this.blockCells = Math.max(1, Math.min(cells, blockValues / (perCell * genes)));
    }

    @Override
    public int rows() {
        return Math.multiplyExact(cells, perCell);
    }

    @Override
    public int genes() {
        return genes;
    }

    @Override
    public void read(int row, float[] target) {
        int from = row / perCell / blockCells * blockCells;
        if (from != blockFrom) {
            patience.check();
            fill(from);
        }
        System.arraycopy(block[row - from * perCell], 0, target, 0, genes);
    }

    private void fill(int from) {
        int to = Math.min(cells, from + blockCells);
        block = new float[(to - from) * perCell][];
        float[][] free = projection.batchFree(from, to);
        for (int cell = from; cell < to; cell++) {
            block[(cell - from) * perCell] = projection.measured(cell);
            block[(cell - from) * perCell + 1] = free[cell - from];
        }
        projection.compute(
                from,
                to,
                (cell, target, values) -> {
                    if (target == 0) {
                        patience.check();
                    }
                    block[cell * perCell + GenomapPlan.BESIDE + target] = values.clone();
                });
        blockFrom = from;
    }
}

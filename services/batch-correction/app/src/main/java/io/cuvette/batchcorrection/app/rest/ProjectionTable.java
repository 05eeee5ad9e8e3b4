package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Projection;
import io.cuvette.batchcorrection.app.service.Trust;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.arrow.ArrowTable;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A projection as a table: a row a cell and batch, cell by cell. It is computed as it is read from
 * front to back; some rows are held at a time.
 */
final class ProjectionTable implements DenseRows {

    /** Values that are held: 16 MiB, or one row where that is more. */
    private static final int BLOCK_VALUES = 1 << 22;

    private final Source source;
    private final int cells;
    private final int targets;
    private final int genes;

    /** Rows of whole cells, or where one cell has more, some of its rows. */
    private final int blockRows;

    private int blockFrom;
    private int blockTo;
    private float[] block = new float[0];

    /** Computes some cells in some batches; those of its sink are counted from the first ones. */
    @FunctionalInterface
    interface Source {
        void compute(
                int fromCell,
                int toCell,
                int fromTarget,
                int toTarget,
                CounterfactualModel.Sink sink);
    }

    /**
     * @param shape cells, batches and genes
     */
    ProjectionTable(int[] shape, Source source, int blockValues) {
        this.source = source;
        this.cells = shape[0];
        this.targets = shape[1];
        this.genes = shape[2];
        int held = Math.max(1, blockValues / genes);
        this.blockRows = held < targets ? held : Math.min(cells, held / targets) * targets;
    }

    /**
     * Columns {@code cell}, {@code batch} and {@code support}, then the genes.
     *
     * @param check before each row; throws when nobody waits for it any more
     */
    static ArrowTable of(Projection projection, Runnable check) {
        ProjectionTable values =
                new ProjectionTable(
                        projection.shape(),
                        (fromCell, toCell, fromTarget, toTarget, sink) ->
                                projection.compute(
                                        fromCell,
                                        toCell,
                                        fromTarget,
                                        toTarget,
                                        (cell, target, expression) -> {
                                            check.run();
                                            sink.accept(cell, target, expression);
                                        }),
                        BLOCK_VALUES);
        List<Projection.Cell> cells = projection.cells();
        List<String> batches = projection.batches();
        List<String> genes = projection.genes();
        int targets = batches.size();
        Map<String, List<String>> texts = new LinkedHashMap<>();
        texts.put(
                ArrowColumns.free("cell", genes),
                values.text(row -> cells.get(row / targets).name()));
        texts.put(
                ArrowColumns.free("batch", genes), values.text(row -> batches.get(row % targets)));
        texts.put(
                ArrowColumns.free("support", genes),
                values.text(row -> cells.get(row / targets).support().get(row % targets).name()));
        return new ArrowTable(
                texts,
                genes,
                values,
                Map.of(
                        "model", projection.ref().name(),
                        "version", Integer.toString(projection.ref().version()),
                        "method", projection.method(),
                        "space", projection.space().name().toLowerCase(Locale.ROOT),
                        "validity",
                                projection.validity().map(Validity::summary).orElse(Trust.UNKNOWN),
                        "trust", Trust.inWords(projection.method(), projection.validity())));
    }

    private List<String> text(IntFunction<String> ofRow) {
        return new AbstractList<>() {
            @Override
            public String get(int row) {
                return ofRow.apply(row);
            }

            @Override
            public int size() {
                return rows();
            }
        };
    }

    @Override
    public int rows() {
        return Math.multiplyExact(cells, targets);
    }

    @Override
    public int columns() {
        return genes;
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
        if (row < blockFrom || row >= blockTo) {
            fill(row);
        }
        System.arraycopy(block, (row - blockFrom) * genes, target, offset, genes);
    }

    private void fill(int row) {
        int cell = row / targets;
        int from = cell * targets;
        if (blockRows < targets) {
            int first = (row - from) / blockRows * blockRows;
            int after = Math.min(targets, first + blockRows);
            hold(from + first, after - first);
            compute(cell, cell + 1, first, after);
        } else {
            int after = Math.min(cells, cell + blockRows / targets);
            hold(from, (after - cell) * targets);
            compute(cell, after, 0, targets);
        }
    }

    private void hold(int from, int rows) {
        blockFrom = from;
        blockTo = from + rows;
        if (block.length != rows * genes) {
            block = new float[rows * genes];
        }
    }

    private void compute(int fromCell, int toCell, int fromTarget, int toTarget) {
        source.compute(
                fromCell,
                toCell,
                fromTarget,
                toTarget,
                (cell, target, values) -> {
                    int row = cell * (toTarget - fromTarget) + target;
                    System.arraycopy(values, 0, block, row * genes, genes);
                });
    }
}

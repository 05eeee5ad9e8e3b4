package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.network.BatchIndex;
import io.cuvette.data.anndata.SelectedRows;
import io.cuvette.data.anndata.SparseMatrix;
import java.util.Arrays;

/**
 * Cells as a model takes them.
 *
 * @param values cells x genes in scaled space, from {@link
 *     io.cuvette.batchcorrection.preprocess.Preprocessing}
 * @param batches code of each cell's batch, {@link BatchIndex#POPULATION} where the model does not
 *     know it
 */
public record ScaledCells(SparseMatrix values, int[] batches) {

    public ScaledCells {
        if (values.rows() != batches.length) {
            throw new IllegalArgumentException(
                    "%d cells with %d batches".formatted(values.rows(), batches.length));
        }
    }

    /** Cells of no known batch. */
    public static ScaledCells ofPopulation(SparseMatrix values) {
        int[] batches = new int[values.rows()];
        Arrays.fill(batches, BatchIndex.POPULATION);
        return new ScaledCells(values, batches);
    }

    public int size() {
        return batches.length;
    }

    /** Some of the cells, in the order given; a cell may be given several times. */
    public ScaledCells select(int[] cells) {
        return new ScaledCells(
                new SelectedRows(values, cells),
                Arrays.stream(cells).map(cell -> batches[cell]).toArray());
    }

    /**
     * @throws IllegalArgumentException when the cells do not have the model's genes, or a code is
     *     none of its batches
     */
    void require(int genes, int batchCount) {
        if (values.columns() != genes) {
            throw new IllegalArgumentException(
                    "%d genes expected, got %d".formatted(genes, values.columns()));
        }
        for (int batch : batches) {
            if (batch < BatchIndex.POPULATION || batch >= batchCount) {
                throw new IllegalArgumentException(
                        "batch %d is none of %d".formatted(batch, batchCount));
            }
        }
    }
}

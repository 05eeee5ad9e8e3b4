package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.Split;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.sampling.RowFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The cells of a job, ready for training.
 *
 * @param names of the cells that passed the filter
 * @param rows of these cells in the dataset
 * @param scaled cells x model genes, in scaled space, streamed from a scratch file
 * @param preprocessing fitted on the training part
 * @param split of these cells
 * @param batchNames in the order of their codes
 * @param batches code of each cell
 * @param labelNames in the order of their codes; empty without labels
 * @param labels code of each cell, -1 where there is none
 * @param lookupCeiling accuracy of naming the label from the batch alone, when there are labels
 * @param warnings findings that did not stop the job
 */
record PreparedCells(
        List<String> names,
        int[] rows,
        RowFile scaled,
        Preprocessing preprocessing,
        Split split,
        List<String> batchNames,
        int[] batches,
        List<String> labelNames,
        int[] labels,
        Optional<Double> lookupCeiling,
        List<Finding> warnings)
        implements Closeable {

    /** Cells at once; a multiple of the rows that a model computes together. */
    private static final int BLOCK = 1_024;

    int genes() {
        return scaled.columns();
    }

    int batchCount() {
        return batchNames.size();
    }

    boolean labelled() {
        return !labelNames.isEmpty();
    }

    /** Takes the cells block by block, so that only one is in memory. */
    interface Block {

        /**
         * @param first place of the first cell among the chosen ones
         */
        void accept(int first, CsrMatrix cells);
    }

    /** The scaled rows of these cells in this order. */
    void forEachBlock(int[] chosen, Block block) {
        for (int from = 0; from < chosen.length; from += BLOCK) {
            int to = Math.min(chosen.length, from + BLOCK);
            block.accept(from, scaled.select(Arrays.copyOfRange(chosen, from, to)));
        }
    }

    /** Where the model puts every cell: cells x dimensions. */
    DenseMatrix encode(CorrectionModel model) {
        int width = model.dimensions();
        float[] values = new float[Math.multiplyExact(scaled.rows(), width)];
        forEachBlock(
                IntStream.range(0, scaled.rows()).toArray(),
                (first, block) -> {
                    float[] part = model.encode(block).values();
                    System.arraycopy(part, 0, values, first * width, part.length);
                });
        return new DenseMatrix(scaled.rows(), width, values);
    }

    /** Mean squared error over these cells and all genes of the model's reconstruction. */
    double reconstructionError(CorrectionModel model, int[] chosen) {
        float[] row = new float[genes()];
        double[] sum = {0};
        forEachBlock(
                chosen,
                (first, block) -> {
                    DenseMatrix reconstruction = model.correct(block);
                    for (int i = 0; i < block.rows(); i++) {
                        block.copyRow(i, row, 0);
                        for (int gene = 0; gene < row.length; gene++) {
                            double difference = row[gene] - reconstruction.get(i, gene);
                            sum[0] += difference * difference;
                        }
                    }
                });
        return sum[0] / chosen.length / row.length;
    }

    @Override
    public void close() throws IOException {
        scaled.close();
    }
}

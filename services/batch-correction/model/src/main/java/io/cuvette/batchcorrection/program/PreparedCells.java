package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.BatchMeans;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.Split;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.SelectedRows;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.finding.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells of a job, ready for training.
 *
 * @param names file with the names of the cells that passed the filter, which nothing needs before
 *     the end
 * @param rows of these cells in the dataset
 * @param scaled cells x model genes, in scaled space, in a scratch file that is closed with this
 * @param preprocessing fitted on the training part
 * @param split of these cells
 * @param batchNames in the order of their codes
 * @param batches code of each cell
 * @param labelNames in the order of their codes; empty without labels
 * @param labels code of each cell, -1 where there is none
 * @param lookupCeiling accuracy of naming the label of held-out cells from the batch alone, by the
 *     majorities of the training cells; when there are labels
 * @param targets what is predicted from embeddings, of these cells, by column
 * @param design audit of all cells of the dataset
 * @param warnings findings that did not stop the job
 */
record PreparedCells(
        Path names,
        int[] rows,
        RowFile scaled,
        Preprocessing preprocessing,
        Split split,
        List<String> batchNames,
        int[] batches,
        List<String> labelNames,
        int[] labels,
        Optional<Double> lookupCeiling,
        Map<String, Grouping> targets,
        DesignAudit design,
        List<Finding> warnings)
        implements Closeable {

    int genes() {
        return scaled.columns();
    }

    /** Some of the cells, in scaled space. */
    SparseMatrix rows(int[] chosen) {
        return new SelectedRows(scaled, chosen);
    }

    /** All cells as models take them. */
    ScaledCells forModels() {
        return new ScaledCells(scaled, batches);
    }

    /** Mean of each batch over its training cells; reads all of these. */
    BatchMeans trainMeans() {
        return BatchMeans.of(scaled, batches, split.train(), batchCount());
    }

    int size() {
        return rows.length;
    }

    CellIndex index() {
        int[] parts = new int[size()];
        for (int cell : split.validation()) {
            parts[cell] = 1;
        }
        for (int cell : split.test()) {
            parts[cell] = 2;
        }
        return new CellIndex(rows, batches, labels, parts);
    }

    int batchCount() {
        return batchNames.size();
    }

    /** Cells that nothing was trained on: validation and test. */
    int[] heldOut() {
        return split.heldOut();
    }

    boolean labelled() {
        return !labelNames.isEmpty();
    }

    @Override
    public void close() throws IOException {
        scaled.close();
    }
}

package io.cuvette.batchcorrection.artifact;

import java.util.Collections;
import java.util.List;

/**
 * The cells of a job, by position.
 *
 * @param names of the cells that passed the filter; not copied: packed names stay packed
 * @param rows of these cells in the dataset
 * @param batches code of each cell
 * @param labels code of each cell, -1 where there is none
 * @param parts 0 train, 1 validation, 2 test
 */
public record CellIndex(List<String> names, int[] rows, int[] batches, int[] labels, int[] parts) {

    public CellIndex {
        names = Collections.unmodifiableList(names);
        int cells = names.size();
        if (rows.length != cells
                || batches.length != cells
                || labels.length != cells
                || parts.length != cells) {
            throw new IllegalArgumentException(
                    "%d names, %d rows, %d batches, %d labels, %d parts"
                            .formatted(
                                    cells,
                                    rows.length,
                                    batches.length,
                                    labels.length,
                                    parts.length));
        }
    }

    public int size() {
        return rows.length;
    }
}

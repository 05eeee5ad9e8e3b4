package io.cuvette.batchcorrection.artifact;

/**
 * The cells of a job, by position.
 *
 * @param rows of these cells in the dataset
 * @param batches code of each cell
 * @param labels code of each cell, -1 where there is none
 * @param parts 0 train, 1 validation, 2 test
 */
public record CellIndex(int[] rows, int[] batches, int[] labels, int[] parts) {

    public CellIndex {
        int cells = rows.length;
        if (batches.length != cells || labels.length != cells || parts.length != cells) {
            throw new IllegalArgumentException(
                    "%d rows, %d batches, %d labels, %d parts"
                            .formatted(cells, batches.length, labels.length, parts.length));
        }
    }

    public int size() {
        return rows.length;
    }
}

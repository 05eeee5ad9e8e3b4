package io.cuvette.batchcorrection.counterfactual;

import java.util.Arrays;

/** Whether the model has seen cells like this one in the batch that it is shown in. */
public enum Support {
    /** The cell's own batch: its reconstruction. */
    OWN,
    /** Cells of the same label were seen there. */
    SUPPORTED,
    /** No cell of this label was seen there: an extrapolation that nothing can confirm. */
    EXTRAPOLATION,
    /** The cell has no label to look for. */
    UNKNOWN;

    /** Cells of each batch and label. */
    public static final class Counts {

        private final int[][] cells;

        private Counts(int[][] cells) {
            this.cells = cells;
        }

        /**
         * Counts cells.
         *
         * @param batches code of each cell
         * @param labels code of each cell, -1 where there is none
         */
        public static Counts of(int[] batches, int[] labels, int batchCount, int labelCount) {
            int[][] cells = new int[batchCount][labelCount];
            for (int cell = 0; cell < batches.length; cell++) {
                if (labels[cell] >= 0) {
                    cells[batches[cell]][labels[cell]]++;
                }
            }
            return new Counts(cells);
        }

        /** Number of cells of a label in a batch. */
        public int cells(int batch, int label) {
            return cells[batch][label];
        }

        /**
         * Of a cell in a target batch.
         *
         * @param label of the cell, -1 when it has none
         */
        public Support support(int batch, int label, int target) {
            if (batch == target) {
                return OWN;
            }
            if (label < 0) {
                return UNKNOWN;
            }
            return cells[target][label] > 0 ? SUPPORTED : EXTRAPOLATION;
        }

        @Override
        public String toString() {
            return Arrays.deepToString(cells);
        }
    }
}

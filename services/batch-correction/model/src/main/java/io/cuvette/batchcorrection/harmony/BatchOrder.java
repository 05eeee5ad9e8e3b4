package io.cuvette.batchcorrection.harmony;

/**
 * Cells sorted by batch, so that sums over a batch are runs and no table of cells x batches is ever
 * needed.
 *
 * @param codes batch of each cell
 * @param cells all cells, batch by batch, rising inside a batch
 * @param starts first position of each batch in {@code cells}; one more for the end
 */
record BatchOrder(int[] codes, int[] cells, int[] starts) {

    /**
     * @throws IllegalArgumentException when a code is not in {@code [0, batches)}
     */
    static BatchOrder of(int[] codes, int batches) {
        int[] starts = new int[batches + 1];
        for (int cell = 0; cell < codes.length; cell++) {
            if (codes[cell] < 0 || codes[cell] >= batches) {
                throw new IllegalArgumentException(
                        "batch code of cell %d is %d; give every cell one of 0 to %d"
                                .formatted(cell, codes[cell], batches - 1));
            }
            starts[codes[cell] + 1]++;
        }
        for (int batch = 0; batch < batches; batch++) {
            starts[batch + 1] += starts[batch];
        }
        int[] next = starts.clone();
        int[] cells = new int[codes.length];
        for (int cell = 0; cell < codes.length; cell++) {
            cells[next[codes[cell]]++] = cell;
        }
        return new BatchOrder(codes, cells, starts);
    }

    int batches() {
        return starts.length - 1;
    }

    int size(int batch) {
        return starts[batch + 1] - starts[batch];
    }
}

package io.cuvette.batchcorrection.harmony;

/** Takes the effects of its batch off one cell after the other. */
final class CellCorrection {
    private final double[] effects;
    private final int clusters;
    private final int dimensions;

    /** Effects of the last batch, clusters x dimensions: cells mostly come batch by batch. */
    private final double[][] batchEffects;

    private final double[] corrected;
    private int batch = HarmonyModel.UNSEEN;

    /**
     * @param effects batches x clusters x dimensions
     */
    CellCorrection(double[] effects, int clusters, int dimensions) {
        this.effects = effects;
        this.clusters = clusters;
        this.dimensions = dimensions;
        this.batchEffects = new double[clusters][dimensions];
        this.corrected = new double[dimensions];
    }

    /**
     * {@code z - sum_c R_c W_c[b]}.
     *
     * @param cells where z lies, from {@code at}
     * @param assignments where R lies, from {@code row}
     * @param out written from {@code at}
     */
    void correct(int own, double[] cells, int at, float[] assignments, int row, double[] out) {
        read(own);
        System.arraycopy(cells, at, corrected, 0, dimensions);
        int c = 0;
        for (; c + 3 < clusters; c += 4) {
            Kernels.addFour(
                    -assignments[row + c],
                    -assignments[row + c + 1],
                    -assignments[row + c + 2],
                    -assignments[row + c + 3],
                    batchEffects[c],
                    batchEffects[c + 1],
                    batchEffects[c + 2],
                    batchEffects[c + 3],
                    corrected);
        }
        for (; c < clusters; c++) {
            Kernels.addOne(-assignments[row + c], batchEffects[c], corrected);
        }
        System.arraycopy(corrected, 0, out, at, dimensions);
    }

    private void read(int own) {
        if (own != batch) {
            batch = own;
            for (int c = 0; c < clusters; c++) {
                int from = (own * clusters + c) * dimensions;
                System.arraycopy(effects, from, batchEffects[c], 0, dimensions);
            }
        }
    }
}

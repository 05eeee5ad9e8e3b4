package io.cuvette.batchcorrection.metric;

/** How well a method gives back what it was shown. */
public final class Reconstruction {
    private Reconstruction() {}

    /**
     * R^2 = 1 - MSE / MSE(mean gene): 1 is perfect, 0 is no better than each gene's mean, negative
     * is worse. An MSE by itself is dominated by how sparse the cells are.
     *
     * @param meanSquaredError over cells and genes
     * @param ofMeanGene that of answering each gene's training mean, on the same cells; above 0
     */
    public static double explainedShare(double meanSquaredError, double ofMeanGene) {
        if (!(meanSquaredError >= 0) || !(ofMeanGene > 0)) {
            throw new IllegalArgumentException(
                    "errors %s and %s of the mean give no share: both must be numbers, the second"
                                    .formatted(meanSquaredError, ofMeanGene)
                            + " above 0 (some gene must vary)");
        }
        return 1 - meanSquaredError / ofMeanGene;
    }
}

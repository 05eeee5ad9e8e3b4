package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.CsrMatrix;

/**
 * Mean and variance (ddof 1) of library-normalised counts per gene, and in how many cells the gene
 * is detected; two passes over the stored values, nothing densified.
 */
record GeneMoments(double[] means, double[] variances, int[] detectedCells) {

    /**
     * @param cells rows to use
     * @param librarySizes of all rows of {@code counts}
     */
    static GeneMoments of(CsrMatrix counts, int[] cells, double[] librarySizes, double targetSum) {
        int genes = counts.columns();
        int[] pointers = counts.rowPointers();
        double[] means = new double[genes];
        int[] detected = new int[genes];
        for (int cell : cells) {
            double factor = factor(librarySizes[cell], targetSum);
            for (int k = pointers[cell]; k < pointers[cell + 1]; k++) {
                int gene = counts.columnIndices()[k];
                means[gene] += counts.values()[k] * factor;
                detected[gene] += counts.values()[k] > 0 ? 1 : 0;
            }
        }
        int n = cells.length;
        for (int gene = 0; gene < genes; gene++) {
            means[gene] /= n;
        }
        double[] squares = new double[genes];
        int[] stored = new int[genes];
        for (int cell : cells) {
            double factor = factor(librarySizes[cell], targetSum);
            for (int k = pointers[cell]; k < pointers[cell + 1]; k++) {
                int gene = counts.columnIndices()[k];
                double deviation = counts.values()[k] * factor - means[gene];
                squares[gene] += deviation * deviation;
                stored[gene]++;
            }
        }
        double[] variances = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            // cells without a stored value deviate by the whole mean
            double sum = squares[gene] + (n - stored[gene]) * means[gene] * means[gene];
            variances[gene] = sum / (n - 1);
        }
        return new GeneMoments(means, variances, detected);
    }

    private static double factor(double librarySize, double targetSum) {
        return librarySize > 0 ? targetSum / librarySize : 0;
    }
}

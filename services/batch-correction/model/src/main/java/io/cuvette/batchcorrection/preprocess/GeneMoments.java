package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;

/**
 * Mean and variance (ddof 1) of library-normalised counts per gene, and in how many cells the gene
 * is detected; two passes over the stored values, nothing densified.
 */
record GeneMoments(double[] means, double[] variances, int[] detectedCells) {

    /**
     * @param cells rows to use
     * @param librarySizes of all rows of {@code counts}
     */
    static GeneMoments of(
            SparseMatrix counts, int[] cells, double[] librarySizes, double targetSum) {
        int genes = counts.columns();
        StoredRow row = new StoredRow(counts);
        double[] means = new double[genes];
        int[] detected = new int[genes];
        for (int cell : cells) {
            double factor = factor(librarySizes[cell], targetSum);
            for (int k = 0, stop = row.read(cell); k < stop; k++) {
                int gene = row.column(k);
                means[gene] += row.value(k) * factor;
                detected[gene] += row.value(k) > 0 ? 1 : 0;
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
            for (int k = 0, stop = row.read(cell); k < stop; k++) {
                int gene = row.column(k);
                double deviation = row.value(k) * factor - means[gene];
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

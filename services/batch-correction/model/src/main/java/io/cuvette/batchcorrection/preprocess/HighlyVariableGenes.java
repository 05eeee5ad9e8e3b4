package io.cuvette.batchcorrection.preprocess;

import java.util.Arrays;

/**
 * Gene selection of Satija et al. 2015 as scanpy's flavour "seurat" computes it, in double
 * arithmetic.
 *
 * <p>With m, v the mean and variance of normalised (not logged) counts: D = ln(v / m), M = ln(1 +
 * m); M is cut into 20 bins of equal width; score = (D - mean of D in the bin) / sd of D in the bin
 * (ddof 1). A bin with a single gene gives it the score 1.
 */
public final class HighlyVariableGenes {
    static final int BINS = 20;

    private HighlyVariableGenes() {}

    /**
     * @param means per gene, of normalised counts
     * @param variances per gene, ddof 1
     * @return normalised dispersion per gene; NaN for genes that do not vary
     */
    public static double[] scores(double[] means, double[] variances) {
        int genes = means.length;
        double[] dispersion = new double[genes];
        double[] logMean = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            double mean = means[gene] == 0 ? 1e-12 : means[gene];
            double ratio = variances[gene] / mean;
            dispersion[gene] = ratio == 0 ? Double.NaN : Math.log(ratio);
            logMean[gene] = Math.log1p(mean);
        }
        int[] bin = equalWidthBins(logMean, BINS);
        int[] count = new int[BINS];
        double[] binMean = new double[BINS];
        for (int gene = 0; gene < genes; gene++) {
            if (!Double.isNaN(dispersion[gene])) {
                count[bin[gene]]++;
                binMean[bin[gene]] += dispersion[gene];
            }
        }
        for (int b = 0; b < BINS; b++) {
            binMean[b] /= count[b];
        }
        double[] squares = new double[BINS];
        for (int gene = 0; gene < genes; gene++) {
            if (!Double.isNaN(dispersion[gene])) {
                double deviation = dispersion[gene] - binMean[bin[gene]];
                squares[bin[gene]] += deviation * deviation;
            }
        }
        double[] scores = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            int b = bin[gene];
            if (count[b] == 1) {
                scores[gene] = Double.isNaN(dispersion[gene]) ? Double.NaN : 1;
            } else {
                scores[gene] =
                        (dispersion[gene] - binMean[b]) / Math.sqrt(squares[b] / (count[b] - 1));
            }
        }
        return scores;
    }

    /**
     * Genes whose score is at least the {@code number}-th largest, in their order; more than {@code
     * number} when scores tie there, fewer when fewer genes vary.
     */
    public static int[] select(double[] scores, int number) {
        double[] sorted = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).sorted().toArray();
        if (sorted.length == 0) {
            return new int[0];
        }
        double cutoff = sorted[Math.max(0, sorted.length - number)];
        int[] selected = new int[scores.length];
        int next = 0;
        for (int gene = 0; gene < scores.length; gene++) {
            if (scores[gene] >= cutoff) {
                selected[next++] = gene;
            }
        }
        return Arrays.copyOf(selected, next);
    }

    /**
     * {@code pandas.cut(x, bins)}: right-closed bins between minimum and maximum, the lowest edge
     * lowered by 0.1 % of the range.
     */
    private static int[] equalWidthBins(double[] x, int bins) {
        double low = Arrays.stream(x).min().orElse(0);
        double high = Arrays.stream(x).max().orElse(0);
        boolean constant = low == high;
        if (constant) {
            low -= low == 0 ? 0.001 : 0.001 * Math.abs(low);
            high += high == 0 ? 0.001 : 0.001 * Math.abs(high);
        }
        double[] edges = new double[bins + 1];
        double step = (high - low) / bins;
        for (int e = 0; e < bins; e++) {
            edges[e] = e * step + low;
        }
        edges[bins] = high;
        if (!constant) {
            edges[0] -= (high - low) * 0.001;
        }
        int[] bin = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            int position = Arrays.binarySearch(edges, x[i]);
            int firstEdgeNotBelow = position >= 0 ? position : -position - 1;
            bin[i] = firstEdgeNotBelow - 1;
        }
        return bin;
    }
}

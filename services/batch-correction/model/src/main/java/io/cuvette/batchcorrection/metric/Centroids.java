package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;

/**
 * Scores from group centroids, as scikit-learn defines them. Groups without a cell do not count; at
 * least two must have some.
 */
public final class Centroids {
    private final Embedding embedding;
    private final int[] codes;
    private final int[] sizes;
    private final int occupied;

    /** Group means, groups x dimensions; zero for groups without a cell. */
    private final Embedding means;

    private final double[] mean;

    private Centroids(Embedding embedding, int[] codes) {
        this.embedding = embedding;
        this.codes = codes;
        this.sizes = Groups.sizes(codes);
        this.occupied = Groups.occupied(codes);
        if (embedding.cells() != codes.length || occupied < 2) {
            throw new IllegalArgumentException("one code a cell and two groups are needed");
        }
        int dimensions = embedding.dimensions();
        double[] sums = new double[sizes.length * dimensions];
        mean = new double[dimensions];
        for (int cell = 0; cell < codes.length; cell++) {
            for (int d = 0; d < dimensions; d++) {
                double value = embedding.get(cell, d);
                sums[codes[cell] * dimensions + d] += value;
                mean[d] += value / codes.length;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, sizes[i / dimensions]);
        }
        means = new Embedding(sizes.length, dimensions, sums);
    }

    /**
     * Calinski-Harabasz index: between-group variance over within-group variance. Unbounded and
     * growing with the number of cells: compare at equal numbers only.
     */
    public static double calinskiHarabasz(Embedding embedding, int[] codes) {
        Centroids c = new Centroids(embedding, codes);
        double within = c.within();
        double n = codes.length;
        return within == 0 ? 1 : c.between() / (c.occupied - 1) / (within / (n - c.occupied));
    }

    /** Davies-Bouldin index: mean over groups of the worst (s_k + s_j) / |m_k - m_j|. */
    public static double daviesBouldin(Embedding embedding, int[] codes) {
        Centroids c = new Centroids(embedding, codes);
        double[] spread = c.spread();
        double sum = 0;
        for (int k = 0; k < c.sizes.length; k++) {
            double worst = 0;
            for (int j = 0; j < c.sizes.length; j++) {
                double distance = Math.sqrt(c.means.squaredDistance(k, j));
                if (j != k && c.sizes[k] > 0 && c.sizes[j] > 0 && distance > 0) {
                    worst = Math.max(worst, (spread[k] + spread[j]) / distance);
                }
            }
            sum += worst;
        }
        return sum / c.occupied;
    }

    /**
     * Principal-component regression: the share of the total variance that the groups explain,
     * sum_c R2_c Var_c / sum_c Var_c.
     *
     * <p>Over all components of an embedding this is between-group over total sum of squares, which
     * no rotation changes, so components need not be computed.
     */
    public static double explainedVariance(Embedding embedding, int[] codes) {
        Centroids c = new Centroids(embedding, codes);
        double between = c.between();
        double total = between + c.within();
        return total == 0 ? 0 : between / total;
    }

    /** scIB's PCR comparison: max(0, (before - after) / before) of {@link #explainedVariance}. */
    public static double regressionComparison(double before, double after) {
        return before == 0 ? 0 : Math.max(0, (before - after) / before);
    }

    private double between() {
        double sum = 0;
        for (int k = 0; k < sizes.length; k++) {
            for (int d = 0; d < mean.length; d++) {
                double difference = means.get(k, d) - mean[d];
                sum += sizes[k] * difference * difference;
            }
        }
        return sum;
    }

    private double within() {
        double sum = 0;
        for (int cell = 0; cell < codes.length; cell++) {
            sum += embedding.squaredDistance(cell, means, codes[cell]);
        }
        return sum;
    }

    private double[] spread() {
        double[] spread = new double[sizes.length];
        for (int cell = 0; cell < codes.length; cell++) {
            spread[codes[cell]] += Math.sqrt(embedding.squaredDistance(cell, means, codes[cell]));
        }
        for (int k = 0; k < spread.length; k++) {
            spread[k] /= Math.max(1, sizes[k]);
        }
        return spread;
    }
}

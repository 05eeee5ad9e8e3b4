package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.Arrays;

/**
 * Local inverse Simpson's index (Korsunsky et al. 2019): the effective number of groups among a
 * cell's neighbours, weighted by a kernel of fixed perplexity.
 */
public final class Lisi {

    /** Neighbours with the cell itself, as in the R package; 89 others are used. */
    public static final int NEIGHBORS = 90;

    private static final double TOLERANCE = 1e-5;
    private static final int MAX_TRIES = 50;

    private Lisi() {}

    /**
     * @param neighbors at least one neighbour a cell; up to 89 are used, the perplexity is a third
     *     of their number with the cell itself
     * @return LISI of each cell, 1 to the number of groups; NaN where all weights vanish
     */
    public static double[] samples(NearestNeighbors neighbors, int[] codes) {
        if (neighbors.cells() != codes.length || neighbors.count() < 2) {
            throw new IllegalArgumentException("one code and two neighbours a cell are needed");
        }
        int used = Math.min(neighbors.count(), NEIGHBORS - 1);
        double logPerplexity = Math.log(Math.max(1, (used + 1) / 3));
        double[] lisi = new double[codes.length];
        double[] distances = new double[used];
        double[] weights = new double[used];
        double[] share = new double[Groups.codes(codes)];
        for (int cell = 0; cell < codes.length; cell++) {
            System.arraycopy(neighbors.distances(), cell * neighbors.count(), distances, 0, used);
            if (fitWeights(distances, weights, logPerplexity) == 0) {
                lisi[cell] = Double.NaN;
                continue;
            }
            Arrays.fill(share, 0);
            for (int rank = 0; rank < used; rank++) {
                share[codes[neighbors.index(cell, rank)]] += weights[rank];
            }
            double simpson = 0;
            for (double s : share) {
                simpson += s * s;
            }
            lisi[cell] = 1 / simpson;
        }
        return lisi;
    }

    /** scIB's iLISI in [0, 1]: (median - 1) / (groups - 1); 1 is perfect mixing of all batches. */
    public static double scaledIntegration(double[] batchLisi, int batches) {
        return (median(batchLisi) - 1) / (batches - 1);
    }

    /**
     * scIB's cLISI in [0, 1]: (groups - median) / (groups - 1); 1 is one label around each cell.
     */
    public static double scaledLabels(double[] labelLisi, int labels) {
        return (labels - median(labelLisi)) / (labels - 1);
    }

    /** Median of the values that are numbers. */
    static double median(double[] values) {
        double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * Bisects beta until the entropy of P_j proportional to exp(-beta d_j) (distance, not squared)
     * is ln(perplexity); leaves P in {@code weights}.
     *
     * @return the entropy reached
     */
    private static double fitWeights(double[] distances, double[] weights, double logPerplexity) {
        double beta = 1;
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        double entropy = weigh(distances, weights, beta);
        for (int tries = 0;
                tries < MAX_TRIES && Math.abs(entropy - logPerplexity) >= TOLERANCE;
                tries++) {
            if (entropy > logPerplexity) {
                low = beta;
                beta = Double.isInfinite(high) ? beta * 2 : (beta + high) / 2;
            } else {
                high = beta;
                beta = Double.isInfinite(low) ? beta / 2 : (beta + low) / 2;
            }
            entropy = weigh(distances, weights, beta);
        }
        return entropy;
    }

    private static double weigh(double[] distances, double[] weights, double beta) {
        double sum = 0;
        double moment = 0;
        for (int j = 0; j < distances.length; j++) {
            weights[j] = Math.exp(-beta * distances[j]);
            sum += weights[j];
            moment += distances[j] * weights[j];
        }
        if (sum == 0) {
            return 0;
        }
        for (int j = 0; j < weights.length; j++) {
            weights[j] /= sum;
        }
        return Math.log(sum) + beta * moment / sum;
    }
}

package io.cuvette.batchcorrection.effects;

import java.util.stream.IntStream;

/**
 * Random effects of the batches on each gene, given the batch-free expression that a model decodes:
 *
 * <pre>
 *   x = D(h) + c + b_z + e,   b_k ~ N(0, between_g),   e ~ N(0, within_g)
 * </pre>
 *
 * <p>Variance components are the ANOVA estimates of an unbalanced one-way layout (Searle, Casella
 * and McCulloch, Variance Components, 1992, section 3.6) on training cells. They are conditional on
 * the decoder: its own uncertainty is not in them.
 *
 * @param genes number of genes
 * @param cells training cells of each batch
 * @param residual mean of x - D(h) of each batch minus c, batches x genes, row-major
 * @param between variance between batches of each gene, at least 0
 * @param within variance within batches of each gene
 * @param total variance of x of each gene
 * @param expression variance of D(h) of each gene
 * @param batch variance of the batch means over cells, of each gene
 */
public record GeneEffects(
        int genes,
        int[] cells,
        float[] residual,
        float[] between,
        float[] within,
        float[] total,
        float[] expression,
        float[] batch) {

    public GeneEffects {
        if (residual.length != Math.multiplyExact(cells.length, genes)
                || IntStream.of(
                                between.length,
                                within.length,
                                total.length,
                                expression.length,
                                batch.length)
                        .anyMatch(length -> length != genes)) {
            throw new IllegalArgumentException("batches and genes do not fit");
        }
    }

    /**
     * The effect of a batch on a gene.
     *
     * @param mean of the posterior: the batch's own mean, shrunken towards 0 the more the fewer
     *     cells it has (best linear unbiased prediction)
     * @param deviation standard deviation of the posterior
     */
    public record Posterior(double mean, double deviation) {}

    /** Posterior of b_k given the data; without training cells it is the prior. */
    public Posterior posterior(int batchCode, int gene) {
        double prior = between[gene];
        if (prior == 0) {
            return new Posterior(0, 0);
        }
        if (cells[batchCode] == 0) {
            return new Posterior(0, Math.sqrt(prior));
        }
        double noise = within[gene] / cells[batchCode];
        double shrinkage = prior / (prior + noise);
        return new Posterior(
                shrinkage * residual[batchCode * genes + gene],
                Math.sqrt(shrinkage * noise + shrinkage * shrinkage * varianceOfCommon(gene)));
    }

    /** Of c, which is estimated from the same batches. */
    private double varianceOfCommon(int gene) {
        double weights = 0;
        for (int size : cells) {
            if (size > 0) {
                weights += 1 / (between[gene] + within[gene] / size);
            }
        }
        return 1 / weights;
    }

    /**
     * Intraclass correlation: the share of the unexplained variance that lies between batches, 0 to
     * 1.
     */
    public double intraclassCorrelation(int gene) {
        double sum = (double) between[gene] + within[gene];
        return sum > 0 ? between[gene] / sum : 0;
    }

    /**
     * Shares of a gene's variance over training cells. They need not add up to 1: expression and
     * batch may be correlated.
     *
     * @param expression of the batch-free decoding
     * @param batch of the batch means
     * @param residual of what neither explains
     */
    public record Shares(double expression, double batch, double residual) {}

    /** All 0 for a gene that does not vary. */
    public Shares shares(int gene) {
        double all = total[gene];
        return all > 0
                ? new Shares(expression[gene] / all, batch[gene] / all, within[gene] / all)
                : new Shares(0, 0, 0);
    }

    /** Bytes held. */
    public long sizeBytes() {
        return Float.BYTES * (residual.length + 5L * genes) + (long) Integer.BYTES * cells.length;
    }
}

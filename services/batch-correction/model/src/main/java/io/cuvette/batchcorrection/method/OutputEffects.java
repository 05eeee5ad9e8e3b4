package io.cuvette.batchcorrection.method;

import java.util.function.IntToDoubleFunction;

/**
 * Random effects of {@code re} at its output, x = BN(h) (1 + gamma_z) + beta_z (spec 1.4):
 * independent Gaussian posteriors of every entry of the two tables. They are conditional on the
 * network below them, which knows the batch as well: what it has taken up already is not in them.
 *
 * @param genes number of genes
 * @param offset means of beta in scaled space, batches x genes, row-major
 * @param offsetDeviation its standard deviations
 * @param scale means of gamma
 * @param scaleDeviation its standard deviations
 */
public record OutputEffects(
        int genes, float[] offset, float[] offsetDeviation, float[] scale, float[] scaleDeviation) {

    public OutputEffects {
        if (genes < 1
                || offset.length == 0
                || offset.length % genes != 0
                || offsetDeviation.length != offset.length
                || scale.length != offset.length
                || scaleDeviation.length != offset.length) {
            throw new IllegalArgumentException("batches and genes do not fit");
        }
    }

    /** Posterior of one entry. */
    public record Posterior(double mean, double deviation) {}

    public int batches() {
        return offset.length / genes;
    }

    /** beta of a batch and gene, in scaled space. */
    public Posterior offset(int batch, int gene) {
        int entry = batch * genes + gene;
        return new Posterior(offset[entry], offsetDeviation[entry]);
    }

    /** gamma of a batch and gene: a share of the gene's batch-normalised value. */
    public Posterior scale(int batch, int gene) {
        int entry = batch * genes + gene;
        return new Posterior(scale[entry], scaleDeviation[entry]);
    }

    /** Root mean square over batches of the posterior means of beta, in scaled space. */
    public double offsetSpread(int gene) {
        return rootMeanSquare(batch -> offset[batch * genes + gene]);
    }

    /** Root mean square over batches of the posterior means of gamma. */
    public double scaleSpread(int gene) {
        return rootMeanSquare(batch -> scale[batch * genes + gene]);
    }

    private double rootMeanSquare(IntToDoubleFunction value) {
        double squares = 0;
        for (int batch = 0; batch < batches(); batch++) {
            double effect = value.applyAsDouble(batch);
            squares += effect * effect;
        }
        return Math.sqrt(squares / batches());
    }
}

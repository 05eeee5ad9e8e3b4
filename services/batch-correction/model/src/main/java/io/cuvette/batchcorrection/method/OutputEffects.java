package io.cuvette.batchcorrection.method;

/**
 * Random effects of {@code re} on one gene at its output, x = BN(h) (1 + gamma_z) + beta_z (spec
 * 1.4): independent Gaussian posteriors of the gene's column of the two tables. They are
 * conditional on the network below them, which knows the batch as well: what it has taken up
 * already is not in them.
 *
 * @param offset means of beta in scaled space, one a batch
 * @param offsetDeviation its standard deviations
 * @param scale means of gamma
 * @param scaleDeviation its standard deviations
 */
public record OutputEffects(
        float[] offset, double[] offsetDeviation, float[] scale, double[] scaleDeviation) {

    public OutputEffects {
        if (offset.length == 0
                || offsetDeviation.length != offset.length
                || scale.length != offset.length
                || scaleDeviation.length != offset.length) {
            throw new IllegalArgumentException(
                    "effects of %d, %d, %d and %d batches do not fit"
                            .formatted(
                                    offset.length,
                                    offsetDeviation.length,
                                    scale.length,
                                    scaleDeviation.length));
        }
    }

    /** Posterior of one entry. */
    public record Posterior(double mean, double deviation) {}

    public int batches() {
        return offset.length;
    }

    /** beta of a batch, in scaled space. */
    public Posterior offset(int batch) {
        return new Posterior(offset[batch], offsetDeviation[batch]);
    }

    /** gamma of a batch: a share of the gene's batch-normalised value. */
    public Posterior scale(int batch) {
        return new Posterior(scale[batch], scaleDeviation[batch]);
    }
}

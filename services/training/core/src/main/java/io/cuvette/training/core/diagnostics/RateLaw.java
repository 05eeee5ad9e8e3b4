package io.cuvette.training.core.diagnostics;

/**
 * Best learning rate as a function of size and batch: {@code scale N^-exponent / (1 + B_crit / B)},
 * the batch's part as McCandlish et al. have it (2018, equation 2.6).
 *
 * @param scale of the rate at large batches
 * @param exponent by which it falls with the size
 */
public record RateLaw(double scale, double exponent) {

    public double rate(double parameters, double batch, double criticalBatch) {
        return scale * Math.pow(parameters, -exponent) / (1 + criticalBatch / batch);
    }
}

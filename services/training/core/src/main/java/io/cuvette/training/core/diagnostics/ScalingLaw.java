package io.cuvette.training.core.diagnostics;

/**
 * Loss as a function of size N, samples processed D and batch B:
 *
 * <pre>
 * L        = floor + (N_c / N)^alphaN + (S_c / S_min)^alphaS
 * S_min    = D / (B + B_crit(L))          steps at an infinitely large batch
 * B_crit   = B_* / L^(1 / alphaB)         critical batch size
 * </pre>
 *
 * <p>L stands on both sides: the right side falls as L grows, so there is one solution. Kaplan et
 * al. (2020, equations 1.6 and 5.5) and Su et al. have no floor.
 *
 * @param sizeScale N_c
 * @param sizeExponent alphaN
 * @param stepScale S_c, in steps
 * @param stepExponent alphaS
 * @param batchScale B_*, in samples
 * @param batchExponent alphaB
 * @param floor of the loss, 0 or more
 */
public record ScalingLaw(
        double sizeScale,
        double sizeExponent,
        double stepScale,
        double stepExponent,
        double batchScale,
        double batchExponent,
        double floor) {
    private static final int MOST_STEPS = 100;

    /** Held-out loss of a run, by Newton's method within a bracket. */
    public double loss(double parameters, double samples, double batch) {
        double limit = limit(parameters);
        double low = limit;
        double high = Double.POSITIVE_INFINITY;
        double loss = limit + stepPart(samples, batch, Math.max(1, limit));
        for (int i = 0; i < MOST_STEPS && high - low > 1e-15 * loss; i++) {
            double part = stepPart(samples, batch, loss);
            double excess = limit + part - loss;
            if (excess > 0) {
                low = loss;
            } else {
                high = loss;
            }
            double critical = criticalBatch(loss);
            // derivative of the right side by the loss, through the critical batch
            double slope =
                    -stepExponent * part * critical / (batchExponent * loss * (batch + critical));
            double next = loss + excess / (1 - slope);
            boolean inside = next > low && next < high;
            loss = inside || Double.isInfinite(high) ? next : (low + high) / 2;
        }
        return loss;
    }

    /** Loss of a model without limits of time: the floor and the part of the size. */
    public double limit(double parameters) {
        return floor + Math.pow(sizeScale / parameters, sizeExponent);
    }

    private double stepPart(double samples, double batch, double loss) {
        return Math.pow(stepScale * (batch + criticalBatch(loss)) / samples, stepExponent);
    }

    /**
     * Batch at which a loss takes twice the fewest steps and twice the fewest samples.
     *
     * @param loss above 0
     */
    public double criticalBatch(double loss) {
        return batchScale / Math.pow(loss, 1 / batchExponent);
    }

    /**
     * Samples that a loss takes at a batch.
     *
     * @throws IllegalArgumentException if a model of this size does not reach it
     */
    public double samples(double parameters, double batch, double loss) {
        double limit = limit(parameters);
        if (!(loss > limit)) {
            throw new IllegalArgumentException(
                    "loss %s; %s parameters reach no less than %s"
                            .formatted(loss, parameters, limit));
        }
        double steps = stepScale / Math.pow(loss - limit, 1 / stepExponent);
        return steps * (batch + criticalBatch(loss));
    }
}

package io.cuvette.training.core.batching;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * How the gradients of a step's batches lie about their mean g.
 *
 * @param meanSquare {@code |g|^2}
 * @param variance unbiased, summed over all weights: {@code sum_j |g_j - g|^2 / (m - 1)}
 * @param varianceAlong of the component along g: {@code sum_j ((g_j, g) - |g|^2)^2 / ((m - 1)
 *     |g|^2)}; 0 when g is 0
 */
record GradientSpread(double meanSquare, double variance, double varianceAlong) {

    /** Of the rest: {@code sum_j |g_j - (g_j, g) g / |g|^2|^2 / (m - 1)}. */
    double varianceAcross() {
        return Math.max(0, variance - varianceAlong);
    }

    /**
     * @param step with gradients, of at least two batches
     * @throws IllegalArgumentException if gradients are missing or not finite
     */
    static GradientSpread of(TrainedStep step) {
        int m = step.batches().size();
        if (step.gradients().size() != m || step.mean().length == 0) {
            throw new IllegalArgumentException(
                    "a step of %d batches has the gradients of %d; give each and their mean"
                            .formatted(m, step.gradients().size()));
        }
        double meanSquare = BatchingOps.products(step.mean(), step.mean()).square();
        double squares = 0;
        double along = 0;
        for (PtNDArray[] gradient : step.gradients()) {
            if (gradient.length != step.mean().length) {
                throw new IllegalArgumentException(
                        "a batch has %d gradients and their mean %d"
                                .formatted(gradient.length, step.mean().length));
            }
            var products = BatchingOps.products(gradient, step.mean());
            squares += products.square();
            double beyond = products.inner() - meanSquare;
            along += beyond * beyond;
        }
        if (!Double.isFinite(squares) || !Double.isFinite(meanSquare)) {
            throw new IllegalArgumentException(
                    "the gradients of a step are not finite; lower the learning rate");
        }
        double variance = Math.max(0, squares - m * meanSquare) / (m - 1);
        return new GradientSpread(
                meanSquare, variance, meanSquare == 0 ? 0 : along / ((m - 1) * meanSquare));
    }
}

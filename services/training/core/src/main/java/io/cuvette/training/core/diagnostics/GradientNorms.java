package io.cuvette.training.core.diagnostics;

/**
 * Squared norms of the gradient of the mean loss over a small and a large batch at the same
 * weights, for instance of one of several accumulated batches and of their mean.
 *
 * @param smallBatch samples of the small batch
 * @param smallSquare squared norm; a mean over several small batches of the step is less noisy
 * @param bigBatch samples of the large batch, more than of the small one
 * @param bigSquare squared norm
 */
public record GradientNorms(
        double smallBatch, double smallSquare, double bigBatch, double bigSquare) {

    public GradientNorms {
        if (!(smallBatch > 0 && bigBatch > smallBatch && Double.isFinite(bigBatch))) {
            throw new IllegalArgumentException(
                    "batches of %s and %s samples; the first must be smaller and above 0"
                            .formatted(smallBatch, bigBatch));
        }
        if (!(smallSquare >= 0 && bigSquare >= 0)
                || Double.isInfinite(smallSquare)
                || Double.isInfinite(bigSquare)) {
            throw new IllegalArgumentException(
                    "squared gradient norms %s and %s; they must be finite and not negative"
                            .formatted(smallSquare, bigSquare));
        }
    }
}

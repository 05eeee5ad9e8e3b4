package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchOps;

/**
 * A trained layer of batch normalisation, as test-time methods start from it; never changed by
 * them.
 *
 * @param gamma scale, {@code [F]}
 * @param beta offset, {@code [F]}
 * @param mean of the training data, {@code [F]}
 * @param variance of the training data, {@code [F]}
 * @param epsilon added to variances
 */
public record SourceNorm(
        PtNDArray gamma, PtNDArray beta, PtNDArray mean, PtNDArray variance, double epsilon) {

    public static SourceNorm of(BatchNorm norm) {
        return new SourceNorm(
                norm.gamma(),
                norm.beta(),
                norm.runningMean(),
                norm.runningVariance(),
                norm.epsilon());
    }

    int features() {
        return Math.toIntExact(mean.size());
    }

    /** The layer as it is, with other statistics. */
    PtNDArray apply(PtNDArray xBF, PtNDArray otherMean, PtNDArray otherVariance) {
        return TorchOps.batchNormEval(xBF, gamma, beta, otherMean, otherVariance, epsilon);
    }
}

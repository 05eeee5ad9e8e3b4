package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** Operations of the normalisations; their source is {@code norm-ops.py}. */
final class NormOps {

    private NormOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE =
                TorchScriptModule.load(NormOps.class, "norm-ops.py");
    }

    private static TorchScriptModule module() {
        return Holder.MODULE;
    }

    /** Scale and offset of a normalisation with fixed statistics; without gradient. */
    static PtNDArray[] folded(
            PtNDArray gamma, PtNDArray beta, PtNDArray mean, PtNDArray variance, double epsilon) {
        return module().tensors(gamma, "folded", gamma, beta, mean, variance, epsilon);
    }

    static PtNDArray layerNorm(PtNDArray x, PtNDArray gamma, PtNDArray beta, double epsilon) {
        return module().tensor(x, "layer_norm", x, gamma, beta, epsilon);
    }

    /** Each of the parts of the batch with its own statistics, which move the running ones. */
    static PtNDArray ghostBatchNorm(
            PtNDArray x,
            PtNDArray gamma,
            PtNDArray beta,
            PtNDArray runningMean,
            PtNDArray runningVariance,
            long ghosts,
            double momentum,
            double epsilon) {
        return module().tensor(
                        x,
                        "ghost_batch_norm",
                        x,
                        gamma,
                        beta,
                        runningMean,
                        runningVariance,
                        ghosts,
                        momentum,
                        epsilon);
    }

    /** The quadratic mean by whose root the batch is divided; grad mode must be off. */
    static PtNDArray powerDivisor(
            PtNDArray x,
            PtNDArray running,
            PtNDArray steps,
            long warmUp,
            double decay,
            boolean move) {
        return module().tensor(x, "power_divisor", x, running, steps, warmUp, decay, move);
    }

    /** Gradients by x, gamma and beta; grad mode must be off. */
    static PtNDArray[] powerBackward(
            PtNDArray dY,
            PtNDArray xHat,
            PtNDArray divisor,
            PtNDArray gamma,
            PtNDArray nu,
            double decay,
            double epsilon,
            boolean move) {
        return module().tensors(
                        dY, "power_backward", dY, xHat, divisor, gamma, nu, decay, epsilon, move);
    }

    /** Each column less its mean, by its standard deviation. */
    static PtNDArray standardised(PtNDArray weight, double epsilon) {
        return module().tensor(weight, "standardised", weight, epsilon);
    }

    /** With running statistics that the batch moves first; they are constants to the gradient. */
    static PtNDArray estimatedBatchNorm(
            PtNDArray x,
            PtNDArray gamma,
            PtNDArray beta,
            PtNDArray runningMean,
            PtNDArray runningVariance,
            double rate,
            double epsilon,
            boolean move) {
        return module().tensor(
                        x,
                        "estimated_batch_norm",
                        x,
                        gamma,
                        beta,
                        runningMean,
                        runningVariance,
                        rate,
                        epsilon,
                        move);
    }

    /** Groups of units within each row; gamma and beta have one value a group. */
    static PtNDArray channelNorm(PtNDArray x, PtNDArray gamma, PtNDArray beta, double epsilon) {
        return module().tensor(x, "channel_norm", x, gamma, beta, epsilon);
    }

    /** With the batch's statistics and a share of others. */
    static PtNDArray mixedNorm(PtNDArray x, SourceNorm source, double sourceShare) {
        return module().tensor(
                        x,
                        "mixed_norm",
                        x,
                        source.gamma(),
                        source.beta(),
                        source.mean(),
                        source.variance(),
                        sourceShare,
                        source.epsilon());
    }

    /** Moves a stream's mean and variance in place. */
    static void moveStatistics(PtNDArray x, PtNDArray mean, PtNDArray variance, double share) {
        module().effect("move_statistics", x, mean, variance, share);
    }

    /** With statistics of each row's own, from components that the batch moves afterwards. */
    static PtNDArray unmix(
            PtNDArray x,
            SourceNorm source,
            PtNDArray means,
            PtNDArray variances,
            double momentum,
            double temperature) {
        return module().tensor(
                        x,
                        "unmix",
                        x,
                        source.gamma(),
                        source.beta(),
                        means,
                        variances,
                        momentum,
                        temperature,
                        source.epsilon());
    }
}

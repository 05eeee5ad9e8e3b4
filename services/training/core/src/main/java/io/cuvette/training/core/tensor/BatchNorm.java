package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * Batch normalisation over the rows of {@code [B, F]} (Ioffe and Szegedy 2015) with the conventions
 * of Keras: {@code running = momentum * running + (1 - momentum) * batch}, biased batch variance.
 *
 * @param gamma scale, {@code [F]}
 * @param beta offset, {@code [F]}
 * @param runningMean buffer, {@code [F]}
 * @param runningVariance buffer, {@code [F]}
 * @param momentum weight of the former running value, 0 to 1
 * @param epsilon added to the variance
 */
public record BatchNorm(
        PtNDArray gamma,
        PtNDArray beta,
        PtNDArray runningMean,
        PtNDArray runningVariance,
        double momentum,
        double epsilon) {
    public static final double DEFAULT_MOMENTUM = 0.99;
    public static final double DEFAULT_EPSILON = 1e-3;

    /**
     * Adds {@code name.gamma}, {@code .beta}, {@code .runningMean} and {@code .runningVariance}.
     */
    public static BatchNorm create(Parameters parameters, String name, long features) {
        return new BatchNorm(
                parameters.trainable(name + ".gamma", Initializer.constant(1), features),
                parameters.trainable(name + ".beta", Initializer.constant(0), features),
                parameters.buffer(name + ".runningMean", 0, features),
                parameters.buffer(name + ".runningVariance", 1, features),
                DEFAULT_MOMENTUM,
                DEFAULT_EPSILON);
    }

    /** Normalises with the batch's own statistics and updates the running ones. */
    public PtNDArray train(PtNDArray xBF) {
        return TorchOps.batchNormTrain(
                xBF, gamma, beta, runningMean, runningVariance, momentum, epsilon);
    }

    /** Normalises with the running statistics; an answer never depends on the rest of the batch. */
    public PtNDArray evaluate(PtNDArray xBF) {
        return TorchOps.batchNormEval(xBF, gamma, beta, runningMean, runningVariance, epsilon);
    }

    public PtNDArray apply(PtNDArray xBF, boolean training) {
        return training ? train(xBF) : evaluate(xBF);
    }
}

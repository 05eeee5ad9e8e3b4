package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Optional;

/**
 * Batch normalisation over the rows of {@code [B, F]} (Ioffe and Szegedy 2015, algorithm 1) with
 * the conventions of Keras: {@code running = momentum * running + (1 - momentum) * batch}, biased
 * batch variance.
 *
 * @param gamma scale, {@code [F]}
 * @param beta offset, {@code [F]}
 * @param runningMean buffer, {@code [F]}
 * @param runningVariance buffer, {@code [F]}
 * @param momentum weight of the former running value, 0 to 1
 * @param epsilon added to the variance
 */
@MethodInfo(
        name = "batch-norm",
        area = Area.NORM,
        does = "normalises each unit over the batch in training, by running statistics afterwards",
        paper =
                "Batch Normalization: Accelerating Deep Network Training by Reducing Internal"
                        + " Covariate Shift",
        source = "Ioffe and Szegedy, ICML 2015, arXiv:1502.03167",
        keeps = "running mean and variance of each unit, among the parameters",
        needs = Trait.NORMALISED_LAYERS)
public record BatchNorm(
        PtNDArray gamma,
        PtNDArray beta,
        PtNDArray runningMean,
        PtNDArray runningVariance,
        double momentum,
        double epsilon)
        implements Norm {
    public static final double DEFAULT_MOMENTUM = 0.99;
    public static final double DEFAULT_EPSILON = 1e-3;

    /** What a job may choose. */
    public record Settings(
            @Real(
                            min = 0,
                            max = 0.99999,
                            preset = DEFAULT_MOMENTUM,
                            about = "share of the former running statistics that a batch leaves")
                    double momentum,
            @Real(min = 1e-12, max = 1, preset = DEFAULT_EPSILON, about = "added to the variance")
                    double epsilon) {
        public static final Settings DEFAULT = new Settings(DEFAULT_MOMENTUM, DEFAULT_EPSILON);
    }

    /**
     * Adds {@code name.gamma}, {@code .beta}, {@code .runningMean} and {@code .runningVariance}.
     */
    public static BatchNorm create(Parameters parameters, String name, long features) {
        return create(parameters, name, features, Settings.DEFAULT);
    }

    /** As {@link #create(Parameters, String, long)}, with settings. */
    public static BatchNorm create(
            Parameters parameters, String name, long features, Settings settings) {
        SettingsSchema.checked(settings);
        return new BatchNorm(
                parameters.trainable(name + ".gamma", Initializer.constant(1), features),
                parameters.trainable(name + ".beta", Initializer.constant(0), features),
                parameters.buffer(name + ".runningMean", 0, features),
                parameters.buffer(name + ".runningVariance", 1, features),
                settings.momentum(),
                settings.epsilon());
    }

    /** Normalises with the batch's own statistics and updates the running ones. */
    public PtNDArray train(PtNDArray xBF) {
        return TorchOps.batchNormTrain(
                xBF, gamma, beta, runningMean, runningVariance, momentum, epsilon);
    }

    /** As {@link #train(PtNDArray)} gives them, but leaving the running statistics alone. */
    public PtNDArray observe(PtNDArray xBF) {
        return TorchOps.batchNormTrain(xBF, gamma, beta, runningMean, runningVariance, 1, epsilon);
    }

    @Override
    public PtNDArray train(PtNDArray xBF, Tape tape) {
        return train(xBF);
    }

    @Override
    public PtNDArray observe(PtNDArray xBF, Tape tape) {
        return observe(xBF);
    }

    @Override
    public PtNDArray evaluate(PtNDArray xBF) {
        return TorchOps.batchNormEval(xBF, gamma, beta, runningMean, runningVariance, epsilon);
    }

    public PtNDArray apply(PtNDArray xBF, boolean training) {
        return training ? train(xBF) : evaluate(xBF);
    }

    @Override
    public Optional<Affine> folded() {
        return Optional.of(Affine.of(gamma, beta, runningMean, runningVariance, epsilon));
    }
}

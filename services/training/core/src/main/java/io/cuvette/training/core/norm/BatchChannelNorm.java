package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import java.util.Optional;

/**
 * Weight standardisation with batch-channel normalisation (Qiao et al. 2019).
 *
 * <pre>
 * W^  = (W - mean_I(W)) / sqrt(var_I(W) + epsilon)        each output's weights over its inputs
 * a   = batch normalisation of x W^, with statistics
 *         m = m + rate (mean_B(x) - m),  v = v + rate (mean_B((x - m)^2) - v)   m as it was
 * y   = normalisation of a within each row, over groups of units
 * </pre>
 *
 * <p>For micro-batches ({@code estimate}, the default) training itself normalises with the running
 * statistics, which are constants to the gradient; else with the batch's own. As in the authors'
 * code the batch part has a scale and an offset for each unit and the channel part one for each
 * group; the same epsilon serves all three. Weights come from {@link #weight}; channel
 * normalisation looks at the whole row, so this is not affine at evaluation.
 */
@MethodInfo(
        name = "bcn-ws",
        area = Area.NORM,
        does =
                "standardised weights, then batch normalisation by running estimates and"
                        + " normalisation of groups of units",
        paper = "Micro-Batch Training with Batch-Channel Normalization and Weight Standardization",
        source = "Qiao, Wang, Liu, Shen and Yuille, 2019, arXiv:1903.10520",
        keeps = "running mean and variance of each unit, among the parameters",
        needs = Trait.NORMALISED_LAYERS)
public final class BatchChannelNorm implements Norm {

    /**
     * @param groups into which the units are parted, in their order
     * @param rate of the running statistics
     */
    public record Settings(
            @Whole(
                            min = 1,
                            max = 1024,
                            preset = 1,
                            about = "groups of units; the number of units is a multiple of it")
                    int groups,
            @Flag(preset = true, about = "train with running statistics, for micro-batches")
                    boolean estimate,
            @Real(
                            min = 1e-5,
                            max = 1,
                            preset = 0.01,
                            about = "share of a batch in the running statistics")
                    double rate,
            @Real(min = 1e-12, max = 1, preset = 1e-5, about = "added to the variances")
                    double epsilon) {
        public static final Settings DEFAULT = new Settings(1, true, 0.01, 1e-5);
    }

    private final Settings settings;
    private final int features;
    private final BatchNorm batch;
    private final PtNDArray groupGamma;
    private final PtNDArray groupBeta;

    /**
     * Adds the parameters of {@link BatchNorm#create}, {@code name.group.gamma} and {@code
     * name.group.beta}.
     *
     * @throws IllegalArgumentException if the units cannot be parted evenly
     */
    public BatchChannelNorm(Parameters parameters, String name, int features, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.features = features;
        int groups = settings.groups();
        if (features % groups != 0) {
            throw new IllegalArgumentException(
                    "bcn-ws: %d units of %s make no %d groups; choose a divisor of %d"
                            .formatted(features, name, groups, features));
        }
        this.batch =
                BatchNorm.create(
                        parameters,
                        name,
                        features,
                        new BatchNorm.Settings(
                                Math.min(1 - settings.rate(), 0.99999), settings.epsilon()));
        this.groupGamma =
                parameters.trainable(name + ".group.gamma", Initializer.constant(1), groups);
        this.groupBeta =
                parameters.trainable(name + ".group.beta", Initializer.constant(0), groups);
    }

    @Override
    public PtNDArray train(PtNDArray xBF, Tape tape) {
        return forward(xBF, true);
    }

    @Override
    public PtNDArray observe(PtNDArray xBF, Tape tape) {
        return forward(xBF, false);
    }

    private PtNDArray forward(PtNDArray xBF, boolean move) {
        NormShapes.rows("bcn-ws", xBF, features, 1);
        if (settings.estimate()) {
            return channels(
                    NormOps.estimatedBatchNorm(
                            xBF,
                            batch.gamma(),
                            batch.beta(),
                            batch.runningMean(),
                            batch.runningVariance(),
                            settings.rate(),
                            settings.epsilon(),
                            move));
        }
        return channels(move ? batch.train(xBF) : batch.observe(xBF));
    }

    private PtNDArray channels(PtNDArray aBF) {
        return NormOps.channelNorm(aBF, groupGamma, groupBeta, settings.epsilon());
    }

    @Override
    public PtNDArray evaluate(PtNDArray xBF) {
        NormShapes.rows("bcn-ws", xBF, features, 0);
        return channels(batch.evaluate(xBF));
    }

    @Override
    public PtNDArray weight(PtNDArray weightIF) {
        return NormOps.standardised(weightIF, settings.epsilon());
    }

    @Override
    public Optional<Affine> folded() {
        return Optional.empty();
    }
}

package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/**
 * Layer-wise adaptive rates on momentum SGD (You et al., "Large batch optimization for deep
 * learning", ICLR 2020, algorithm 1).
 *
 * <pre>
 * m = beta m + (1 - beta)(g + decay * p)
 * p = p - rate * phi(|p|) / |m| * m,   phi(z) = min(max(z, smallestNorm), largestNorm)
 * </pre>
 *
 * <p>Norms are of one tensor. As in the authors' code the ratio is 1 for tensors of fewer than two
 * axes (biases, gains) unless {@code vectors} is set, and where a norm is 0, so that weights that
 * start at 0 move. A good rate is a share of the weights' norm a step, about 0.001 to 0.05,
 * whatever the size of the gradients.
 */
@MethodInfo(
        name = "lars",
        area = Area.OPTIMIZER,
        does = "momentum descent in which each layer steps by a share of its own norm",
        paper = "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes",
        source = "You et al., ICLR 2020, arXiv:1904.00962, algorithm 1",
        keeps = "mean gradient of each weight",
        needs = Trait.GRADIENTS)
public final class Lars extends GroupOptimizer {

    /**
     * @param momentum beta
     * @param weightDecay within the momentum
     * @param smallestNorm below which a layer's norm counts as this
     * @param largestNorm above which a layer's norm counts as this
     * @param vectors scale tensors of one axis, too
     */
    public record Settings(
            @Real(min = 0, max = 0.9999, preset = 0.9, about = "decay of the mean gradient")
                    double momentum,
            @Real(min = 0, max = 1, preset = 0, about = "share of a weight in its gradient")
                    double weightDecay,
            @Real(min = 0, max = 1e6, preset = 0, about = "least norm that a layer counts with")
                    double smallestNorm,
            @Real(min = 1e-6, max = 1e9, preset = 10, about = "largest norm, likewise")
                    double largestNorm,
            @Flag(preset = false, about = "scale tensors of one axis, such as biases, too")
                    boolean vectors) {
        public static final Settings DEFAULT = new Settings(0.9, 0, 0, 10, false);

        public Settings {
            Lamb.requireOrder(smallestNorm, largestNorm);
        }
    }

    private final Settings settings;
    private final OptimizerOps.TrustRatio trust;
    private final PtNDArray[] m;

    public Lars(Tensors tensors, List<Parameter> group, Settings settings) {
        super("lars", group);
        this.settings = SettingsSchema.checked(settings);
        this.trust =
                new OptimizerOps.TrustRatio(
                        settings.smallestNorm(),
                        settings.largestNorm(),
                        settings.vectors() ? 0 : 2);
        this.m = slots(tensors, "m");
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        OptimizerOps.lars(
                parameters(),
                gradients,
                m,
                learningRate,
                settings.momentum(),
                settings.weightDecay(),
                trust);
    }
}

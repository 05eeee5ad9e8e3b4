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
 * Layer-wise adaptive rates on Adam (You et al., "Large batch optimization for deep learning", ICLR
 * 2020, algorithm 2).
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
 * r = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * p = p - rate * phi(|p|) / |r + decay * p| * (r + decay * p)
 * </pre>
 *
 * <p>With {@code phi} and the tensors that keep the ratio 1 as in {@link Lars}.
 */
@MethodInfo(
        name = "lamb",
        area = Area.OPTIMIZER,
        does = "Adam in which each layer steps by a share of its own norm",
        paper = "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes",
        source = "You et al., ICLR 2020, arXiv:1904.00962, algorithm 2",
        keeps = "mean gradient and mean square of each weight",
        needs = Trait.GRADIENTS)
public final class Lamb extends GroupOptimizer {

    /**
     * @param beta1 of the first moment
     * @param beta2 of the second moment
     * @param weightDecay added to the step before it is scaled
     * @param smallestNorm below which a layer's norm counts as this
     * @param largestNorm above which a layer's norm counts as this
     * @param vectors scale tensors of one axis, too
     */
    public record Settings(
            @Real(min = 0, max = 0.999999, preset = 0.9, about = "decay of the mean gradient")
                    double beta1,
            @Real(min = 0, max = 0.9999999, preset = 0.999, about = "decay of the mean square")
                    double beta2,
            @Real(min = 1e-16, max = 1, preset = 1e-6, about = "added to the root of the square")
                    double epsilon,
            @Real(min = 0, max = 1, preset = 0, about = "share of a weight in its step")
                    double weightDecay,
            @Real(min = 0, max = 1e6, preset = 0, about = "least norm that a layer counts with")
                    double smallestNorm,
            @Real(min = 1e-6, max = 1e9, preset = 10, about = "largest norm, likewise")
                    double largestNorm,
            @Flag(preset = false, about = "scale tensors of one axis, such as biases, too")
                    boolean vectors) {
        public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-6, 0, 0, 10, false);

        public Settings {
            requireOrder(smallestNorm, largestNorm);
        }
    }

    private final Settings settings;
    private final OptimizerOps.TrustRatio trust;
    private final PtNDArray[] m;
    private final PtNDArray[] v;

    public Lamb(Tensors tensors, List<Parameter> group, Settings settings) {
        super("lamb", group);
        this.settings = SettingsSchema.checked(settings);
        this.trust =
                new OptimizerOps.TrustRatio(
                        settings.smallestNorm(),
                        settings.largestNorm(),
                        settings.vectors() ? 0 : 2);
        this.m = slots(tensors, "m");
        this.v = slots(tensors, "v");
    }

    static void requireOrder(double smallestNorm, double largestNorm) {
        if (smallestNorm > largestNorm) {
            throw new IllegalArgumentException(
                    "smallestNorm is %s, above largestNorm, which is %s"
                            .formatted(smallestNorm, largestNorm));
        }
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        var numbers =
                new OptimizerOps.AdamNumbers(
                        steps(),
                        learningRate,
                        settings.beta1(),
                        settings.beta2(),
                        settings.epsilon(),
                        settings.weightDecay());
        OptimizerOps.lamb(parameters(), gradients, m, v, numbers, trust);
    }
}

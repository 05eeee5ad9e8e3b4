package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/**
 * AdaGrad with a rate for each weight (Duchi, Hazan and Singer, JMLR 2011; as in Lau, Liu and
 * Kolar, arXiv:2402.11215).
 *
 * <pre>
 * s = s + g^2
 * p = p - rate * g / (sqrt(s) + epsilon)
 * </pre>
 *
 * <p>Epsilon stands where PyTorch has it.
 */
@MethodInfo(
        name = "adagrad",
        area = Area.OPTIMIZER,
        does = "steps divided by the root of each weight's summed squared gradients",
        paper = "AdAdaGrad: Adaptive Batch Size Schemes for Adaptive Gradient Methods",
        source =
                "Lau, Liu and Kolar, 2024, arXiv:2402.11215; the method itself is Duchi, Hazan and"
                        + " Singer, JMLR 2011",
        keeps = "sum of squared gradients of each weight",
        needs = Trait.GRADIENTS)
public final class Adagrad extends GroupOptimizer {

    /**
     * @param epsilon added to the root
     */
    public record Settings(
            @Real(min = 1e-16, max = 1, preset = 1e-10, about = "added to the root of the sum")
                    double epsilon) {
        public static final Settings DEFAULT = new Settings(1e-10);
    }

    private final Settings settings;
    private final PtNDArray[] sums;

    public Adagrad(Tensors tensors, List<Parameter> group, Settings settings) {
        super("adagrad", group);
        this.settings = SettingsSchema.checked(settings);
        this.sums = slots(tensors, "sum");
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        OptimizerOps.adagrad(parameters(), gradients, sums, learningRate, settings.epsilon());
    }
}

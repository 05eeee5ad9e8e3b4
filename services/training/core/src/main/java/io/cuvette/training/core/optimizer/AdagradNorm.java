package io.cuvette.training.core.optimizer;

import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
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
 * AdaGrad with one rate for all weights of the group (Ward, Wu and Bottou, "AdaGrad stepsizes:
 * sharp convergence over nonconvex landscapes", ICML 2019, algorithm 1; AdaGrad-Norm of Lau, Liu
 * and Kolar, arXiv:2402.11215).
 *
 * <pre>
 * b^2 = b^2 + |g|^2             (b^2 = start^2 at first; norm over the whole group)
 * p = p - rate * g / b
 * </pre>
 *
 * <p>With a small start the first step has the length of the rate. The sum is kept in double
 * precision, so that late gradients still count.
 */
@MethodInfo(
        name = "adagrad-norm",
        area = Area.OPTIMIZER,
        does = "one step size, divided by the root of the summed squared gradient norms",
        paper = "AdAdaGrad: Adaptive Batch Size Schemes for Adaptive Gradient Methods",
        source =
                "Lau, Liu and Kolar, 2024, arXiv:2402.11215; the method itself is Ward, Wu and"
                        + " Bottou, ICML 2019",
        keeps = "sum of squared gradient norms",
        needs = Trait.GRADIENTS)
public final class AdagradNorm extends GroupOptimizer {

    /**
     * @param start b before the first step
     */
    public record Settings(
            @Real(
                            min = 1e-12,
                            max = 1e12,
                            preset = 1e-8,
                            about = "root of the sum before the first step; a large one slows it")
                    double start) {
        public static final Settings DEFAULT = new Settings(1e-8);
    }

    private final PtNDArray square;

    public AdagradNorm(Tensors tensors, List<Parameter> group, Settings settings) {
        super("adagrad-norm", group);
        double start = SettingsSchema.checked(settings).start();
        PtNDArray scalar = tensors.full(start * start, DataType.FLOAT64);
        NDScope.unregister(scalar);
        this.square = remember("square", scalar);
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        OptimizerOps.adagradNorm(parameters(), gradients, square, learningRate);
    }
}

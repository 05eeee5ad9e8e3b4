package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;

/**
 * Surrogate optimisation in target space (Lavington, Vaswani et al., "Target-based surrogates for
 * stochastic optimization", ICML 2023, arXiv:2302.02607).
 *
 * <pre>
 * z = f(p),  d = dL/dz                          (the one gradient of the loss)
 * repeated innerSteps times:
 *   p = p - rate * d/dp [ &lt;d, f(p)&gt; + |f(p) - z|^2 / (2 stepSize) ]
 * </pre>
 *
 * <p>The surrogate bounds the loss from above where the loss, as a function of the outputs, is
 * {@code 1/stepSize} smooth: for a mean over n outputs of a 1-smooth loss, stepSize up to n. The
 * first inner step is one of gradient descent. The authors find the inner rate by a line search on
 * the surrogate's value; here it is the learning rate.
 */
@MethodInfo(
        name = "sso",
        area = Area.OPTIMIZER,
        does = "several cheap steps on a surrogate in the space of outputs for each gradient",
        paper = "Target-based Surrogates for Stochastic Optimization",
        source = "Lavington et al., ICML 2023, arXiv:2302.02607",
        needs = {Trait.GRADIENTS, Trait.OUTPUT_SPACE})
public final class Sso extends GroupOptimizer {

    /**
     * @param innerSteps on one surrogate
     * @param stepSize of the proximal term
     */
    public record Settings(
            @Whole(min = 1, max = 1000, preset = 10, about = "steps on the surrogate a gradient")
                    int innerSteps,
            @Real(
                            min = 1e-9,
                            max = 1e9,
                            preset = 1,
                            about = "step size in outputs; samples times the loss's 1/smoothness")
                    double stepSize) {
        public static final Settings DEFAULT = new Settings(10, 1);
    }

    private final Settings settings;

    public Sso(List<Parameter> group, Settings settings) {
        super("sso", group);
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public void step(double learningRate, PtNDArray[] gradients) {
        throw Require.evaluation(name());
    }

    @Override
    public void step(double learningRate, PtNDArray[] gradients, StepEvaluation evaluation) {
        begin(learningRate, gradients);
        StepEvaluation.OutputSurrogate surrogate = evaluation.outputSurrogate();
        // at the weights where it was made the surrogate has the gradient of the loss
        PtNDArray[] inner = gradients;
        for (int i = 0; i < settings.innerSteps(); i++) {
            if (i > 0) {
                inner = surrogate.gradients(settings.stepSize());
            }
            descend(learningRate, inner);
        }
    }

    @SuppressWarnings("try") // the mode is used by being open
    private void descend(double learningRate, PtNDArray[] gradients) {
        try (GradMode off = GradMode.off()) {
            update(learningRate, gradients);
        }
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        TorchOps.addScaled(parameters(), gradients, -learningRate);
    }
}

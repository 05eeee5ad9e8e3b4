package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * ICLR 2019, algorithm 2; Kingma and Ba, ICLR 2015).
 *
 * <pre>
 * p = p - rate * decay * p
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * p = p - rate * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>Epsilon stands where PyTorch has it, outside of the bias correction. With decay 0 it is Adam.
 */
@MethodInfo(
        name = "adamw",
        area = Area.OPTIMIZER,
        does = "Adam with weight decay apart from the gradient",
        paper = "Decoupled Weight Decay Regularization",
        source = "Loshchilov and Hutter, ICLR 2019, arXiv:1711.05101",
        keeps = "mean gradient and mean square of each weight",
        needs = Trait.GRADIENTS)
public final class AdamW implements Optimizer {

    /**
     * @param beta1 of the first moment
     * @param beta2 of the second moment
     * @param weightDecay decoupled
     */
    public record Settings(
            @Real(min = 0, max = 0.999999, preset = 0.9, about = "decay of the mean gradient")
                    double beta1,
            @Real(min = 0, max = 0.9999999, preset = 0.999, about = "decay of the mean square")
                    double beta2,
            @Real(min = 1e-16, max = 1, preset = 1e-8, about = "added to the root of the square")
                    double epsilon,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0.01,
                            about = "share of a weight taken off a step, times the rate")
                    double weightDecay) {
        public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8, 0.01);

        /** Plain Adam: no decay. */
        public static final Settings ADAM = new Settings(0.9, 0.999, 1e-8, 0);
    }

    private final Settings settings;
    private final List<Parameter> group;
    private final PtNDArray[] parameters;
    private final Slots m;
    private final Slots v;
    private long steps;

    public AdamW(Tensors tensors, List<Parameter> group, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.group = List.copyOf(group);
        this.parameters = Parameter.tensors(group);
        this.m = new Slots(tensors, this.group);
        this.v = new Slots(tensors, this.group);
    }

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public List<Parameter> group() {
        return group;
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public void step(double learningRate, PtNDArray[] gradients) {
        Require.step(learningRate, group, gradients);
        steps++;
        try (GradMode off = GradMode.off()) {
            TorchOps.fusedAdamW(
                    new TorchOps.AdamStep(
                            parameters,
                            gradients,
                            m.tensors(),
                            v.tensors(),
                            steps,
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.weightDecay(),
                            settings.epsilon()));
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, PtNDArray> state() {
        Map<String, PtNDArray> state = new LinkedHashMap<>();
        m.addTo(state, "m");
        v.addTo(state, "v");
        return state;
    }

    @Override
    public void restore(long stepsDone) {
        this.steps = stepsDone;
    }

    @Override
    public void close() {
        m.close();
        v.close();
    }
}

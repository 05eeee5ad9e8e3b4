package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
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
import java.util.Optional;

/**
 * Stochastic gradient descent with momentum (Sutskever et al., ICML 2013, in PyTorch's form) and
 * decoupled weight decay.
 *
 * <pre>
 * p = p - rate * decay * p
 * b = momentum b + g            (b = g on the first step)
 * p = p - rate * b              (Nesterov: rate * (g + momentum b))
 * </pre>
 */
@MethodInfo(
        name = "sgd",
        area = Area.OPTIMIZER,
        does = "gradient descent with momentum, Nesterov's too, and decoupled weight decay",
        paper = "On the importance of initialization and momentum in deep learning",
        source = "Sutskever et al., ICML 2013, in PyTorch's form",
        keeps = "the last step of each weight, with momentum",
        needs = Trait.GRADIENTS)
public final class Sgd implements Optimizer {

    /**
     * @param momentum share of the last step that is taken again
     * @param nesterov look ahead along the momentum
     * @param weightDecay decoupled
     */
    public record Settings(
            @Real(min = 0, max = 0.9999, preset = 0.9, about = "share of the last step taken again")
                    double momentum,
            @Flag(preset = false, about = "look ahead along the momentum") boolean nesterov,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0,
                            about = "share of a weight taken off a step, times the rate")
                    double weightDecay) {
        public static final Settings DEFAULT = new Settings(0.9, false, 0);

        public Settings {
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("nesterov needs a momentum above 0");
            }
        }
    }

    private final Settings settings;
    private final List<Parameter> group;
    private final PtNDArray[] parameters;
    private final Optional<Slots> momenta;
    private long steps;

    public Sgd(Tensors tensors, List<Parameter> group, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.group = List.copyOf(group);
        this.parameters = Parameter.tensors(group);
        this.momenta =
                settings.momentum() == 0
                        ? Optional.empty()
                        : Optional.of(new Slots(tensors, this.group));
    }

    @Override
    public String name() {
        return "sgd";
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
            if (settings.weightDecay() > 0) {
                TorchOps.scale(parameters, 1 - learningRate * settings.weightDecay());
            }
            if (momenta.isPresent()) {
                TorchOps.fusedSgd(
                        parameters,
                        gradients,
                        momenta.get().tensors(),
                        learningRate,
                        settings.momentum(),
                        settings.nesterov(),
                        steps == 1);
            } else {
                TorchOps.addScaled(parameters, gradients, -learningRate);
            }
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, PtNDArray> state() {
        Map<String, PtNDArray> state = new LinkedHashMap<>();
        momenta.ifPresent(slots -> slots.addTo(state, "momentum"));
        return state;
    }

    @Override
    public void restore(long stepsDone) {
        this.steps = stepsDone;
    }

    @Override
    public void close() {
        momenta.ifPresent(Slots::close);
    }
}

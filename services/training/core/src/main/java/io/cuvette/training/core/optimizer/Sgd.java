package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
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
public final class Sgd implements Optimizer {

    /**
     * @param momentum 0 to 0.9999
     * @param nesterov needs a momentum above 0
     * @param weightDecay 0 to 1, decoupled
     */
    public record Settings(double momentum, boolean nesterov, double weightDecay) {
        public static final Settings DEFAULT = new Settings(0.9, false, 0);

        public Settings {
            Require.inRange("momentum", momentum, 0, 0.9999);
            Require.inRange("weightDecay", weightDecay, 0, 1);
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
        this.settings = settings;
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

package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Layers of simple recurrent units and a linear head, of one model or of E models of the same
 * architecture side by side, such as the members of an ensemble.
 *
 * <pre>
 * h_t = activation(x_t W + h_(t-1) U + b),  h_0 = activation(x_0 W + b)     (Elman 1990)
 * y_t = h_t V + c
 * </pre>
 *
 * <p>Shapes: x {@code [E, T, B, F]}, or {@code [E, 1, B, F]} for an input that is held over all
 * steps; y {@code [E, T, B, O]}. The E models are computed by batched products, so that many small
 * ones cost little more than one.
 */
public final class RecurrentStack {

    /**
     * @param models E, 1 to 1,024
     * @param inputs F, from 1
     * @param units of each layer, from the input to the head; at least one layer
     * @param outputs O, from 1
     */
    public record Architecture(
            int models, int inputs, List<Integer> units, int outputs, Activation activation) {

        /** Of the recurrent units; the head is linear. */
        public enum Activation {
            RELU,
            TANH
        }

        public Architecture {
            units = List.copyOf(units);
            if (models < 1 || models > 1024 || inputs < 1 || outputs < 1) {
                throw new IllegalArgumentException(
                        "%d models of %d inputs and %d outputs".formatted(models, inputs, outputs));
            }
            if (units.isEmpty() || units.stream().anyMatch(count -> count < 1)) {
                throw new IllegalArgumentException("layers of %s units".formatted(units));
            }
        }

        public Architecture withModels(int count) {
            return new Architecture(count, inputs, units, outputs, activation);
        }
    }

    private final Architecture architecture;
    private final PtNDArray[] weights;

    private RecurrentStack(Architecture architecture, PtNDArray[] weights) {
        this.architecture = architecture;
        this.weights = weights;
    }

    /**
     * Adds {@code name.0.kernel [E, F, H]}, {@code .recurrent [E, H, H]} and {@code .bias [E, 1,
     * H]}, and so on for each layer, then {@code name.head.kernel} and {@code .bias}: kernels
     * Glorot uniform, recurrent ones orthogonal, biases 0, as Keras has it.
     */
    public static RecurrentStack create(
            Parameters parameters, String name, Architecture architecture) {
        return create(
                parameters,
                name,
                architecture,
                Initializer.each(Initializer.glorotUniform()),
                Initializer.each(Initializer.orthogonal()));
    }

    /**
     * The same with all weights 0, to be set: to draw orthogonal ones takes longer than to predict.
     */
    public static RecurrentStack zeros(
            Parameters parameters, String name, Architecture architecture) {
        Initializer zero = Initializer.constant(0);
        return create(parameters, name, architecture, zero, zero);
    }

    private static RecurrentStack create(
            Parameters parameters,
            String name,
            Architecture architecture,
            Initializer glorot,
            Initializer orthogonal) {
        List<PtNDArray> weights = new ArrayList<>();
        Initializer zero = Initializer.constant(0);
        long models = architecture.models();
        long below = architecture.inputs();
        for (int layer = 0; layer < architecture.units().size(); layer++) {
            String prefix = name + "." + layer;
            long units = architecture.units().get(layer);
            weights.add(parameters.trainable(prefix + ".kernel", glorot, models, below, units));
            weights.add(
                    parameters.trainable(prefix + ".recurrent", orthogonal, models, units, units));
            weights.add(parameters.trainable(prefix + ".bias", zero, models, 1, units));
            below = units;
        }
        long outputs = architecture.outputs();
        weights.add(parameters.trainable(name + ".head.kernel", glorot, models, below, outputs));
        weights.add(parameters.trainable(name + ".head.bias", zero, models, 1, outputs));
        return new RecurrentStack(architecture, weights.toArray(PtNDArray[]::new));
    }

    public Architecture architecture() {
        return architecture;
    }

    /** The weights in the order of {@link #create}; the live tensors. */
    public PtNDArray[] weights() {
        return weights.clone();
    }

    /**
     * The outputs, with back-propagation through time on the tape; outside of recording only the
     * outputs.
     *
     * @param x its gradient is there to be had when it requires one
     * @param steps T, from 1
     */
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray forward(Tape tape, PtNDArray x, int steps) {
        requireInput(x, steps);
        boolean records = GradMode.isOn();
        try (GradMode off = GradMode.off()) {
            PtNDArray[] results = TorchOps.recurrentForward(x, weights, steps, relu());
            if (records) {
                PtNDArray[] states = Arrays.copyOfRange(results, 1, results.length);
                PtNDArray[] leaves = Arrays.copyOf(weights, weights.length + 1);
                leaves[weights.length] = x;
                tape.record(
                        leaves,
                        results[0],
                        dY -> TorchOps.recurrentBackward(x, weights, states, dY, relu()));
            }
            return results[0];
        }
    }

    /** The outputs without anything recorded; free the scope per block of rows for large B. */
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray evaluate(PtNDArray x, int steps) {
        requireInput(x, steps);
        try (GradMode off = GradMode.off()) {
            return TorchOps.recurrentForward(x, weights, steps, relu())[0];
        }
    }

    /** States of the last layer, [E, T, B, H], of which the outputs are made; nothing recorded. */
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray lastStates(PtNDArray x, int steps) {
        requireInput(x, steps);
        try (GradMode off = GradMode.off()) {
            PtNDArray[] results = TorchOps.recurrentForward(x, weights, steps, relu());
            return results[results.length - 1];
        }
    }

    /**
     * The outputs under other weights, through torch's own autograd: slower, and differentiable as
     * often as one likes, by the weights as well.
     *
     * @param otherWeights in the order of {@link #weights()}
     */
    public PtNDArray unrolled(PtNDArray x, PtNDArray[] otherWeights, int steps) {
        requireInput(x, steps);
        return TorchOps.recurrentUnrolled(x, otherWeights, steps, relu());
    }

    private boolean relu() {
        return architecture.activation() == Activation.RELU;
    }

    private void requireInput(PtNDArray x, int steps) {
        long[] shape = x.getShape().getShape();
        boolean fits =
                shape.length == 4
                        && shape[0] == architecture.models()
                        && (shape[1] == 1 || shape[1] == steps)
                        && shape[2] > 0
                        && shape[3] == architecture.inputs();
        if (!fits || steps < 1) {
            throw new IllegalArgumentException(
                    "an input of shape %s for %d steps of %s"
                            .formatted(x.getShape(), steps, architecture));
        }
    }
}

package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecurrentStackTest {
    private static final int STEPS = 4;

    private Tensors tensors;
    private GradMode grad;
    private Parameters parameters;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        grad = GradMode.on();
        parameters = new Parameters(tensors, 7, DataType.FLOAT64);
    }

    @AfterEach
    void close() {
        parameters.close();
        grad.close();
        tensors.close();
    }

    private RecurrentStack small(int models, Activation activation) {
        return RecurrentStack.create(
                parameters, "rnn", new Architecture(models, 3, List.of(5, 4), 2, activation));
    }

    @Test
    void paperNetworkHas12802Parameters() {
        RecurrentStack.create(
                parameters, "rnn", new Architecture(1, 4, List.of(64, 64), 2, Activation.RELU));
        assertThat(parameters.trainableCount()).isEqualTo(12_802);
        assertThat(parameters.names())
                .containsExactly(
                        "rnn.0.kernel",
                        "rnn.0.recurrent",
                        "rnn.0.bias",
                        "rnn.1.kernel",
                        "rnn.1.recurrent",
                        "rnn.1.bias",
                        "rnn.head.kernel",
                        "rnn.head.bias");
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gradientsThroughTimeEqualFiniteDifferences(Activation activation) {
        RecurrentStack stack = small(2, activation);
        for (PtNDArray x : List.of(random(1, 2, STEPS, 3, 3), random(2, 2, 1, 3, 3))) {
            x.setRequiresGradient(true);
            PtNDArray[] leaves = leaves(stack, x);
            PtNDArray weights = random(3, 2, STEPS, 3, 2);
            Tape tape = new Tape();
            PtNDArray loss = stack.forward(tape, x, STEPS).square().mul(weights).sum();
            PtNDArray[] gradients = tape.gradients(loss, leaves);
            for (int k = 0; k < leaves.length; k++) {
                double[] analytic = gradients[k].toDoubleArray();
                double[] numeric = differences(stack, x, weights, leaves[k]);
                for (int i = 0; i < analytic.length; i++) {
                    assertThat(analytic[i])
                            .as("leaf %d, element %d", k, i)
                            .isCloseTo(numeric[i], within(1e-6 * (1 + Math.abs(numeric[i]))));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void unrolledGivesTheSameValuesAndGradients(Activation activation) {
        RecurrentStack stack = small(2, activation);
        PtNDArray x = random(1, 2, STEPS, 3, 3);
        x.setRequiresGradient(true);
        PtNDArray[] leaves = leaves(stack, x);
        Tape tape = new Tape();
        PtNDArray fused = stack.forward(tape, x, STEPS);
        PtNDArray unrolled = stack.unrolled(x, stack.weights(), STEPS);
        assertThat(difference(fused, unrolled)).isLessThan(1e-14);
        PtNDArray[] expected = TorchOps.gradients(unrolled.square().sum(), leaves, false);
        PtNDArray[] gradients = tape.gradients(fused.square().sum(), leaves);
        for (int k = 0; k < leaves.length; k++) {
            assertThat(difference(gradients[k], expected[k])).isLessThan(1e-12);
        }
    }

    @Test
    void modelsSideBySideAreEachWhatTheyAreAlone() {
        RecurrentStack both = small(2, Activation.TANH);
        PtNDArray x = random(1, 2, STEPS, 3, 3);
        PtNDArray y = both.evaluate(x, STEPS);
        for (int model = 0; model < 2; model++) {
            PtNDArray[] weights = both.weights();
            for (int k = 0; k < weights.length; k++) {
                weights[k] = (PtNDArray) weights[k].get("%d:%d".formatted(model, model + 1));
            }
            Parameters one = new Parameters(tensors, 1, DataType.FLOAT64);
            RecurrentStack alone =
                    RecurrentStack.create(
                            one, "rnn", new Architecture(1, 3, List.of(5, 4), 2, Activation.TANH));
            PtNDArray its = (PtNDArray) x.get("%d:%d".formatted(model, model + 1));
            PtNDArray expected = alone.unrolled(its, weights, STEPS);
            PtNDArray found = (PtNDArray) y.get("%d:%d".formatted(model, model + 1));
            assertThat(difference(found, expected)).isLessThan(1e-14);
            one.close();
        }
    }

    @Test
    void modelsStartFromDifferentValues() {
        small(2, Activation.TANH);
        float[] kernels = parameters.floats("rnn.0.kernel");
        assertThat(kernels[0]).isNotEqualTo(kernels[kernels.length / 2]);
    }

    @Test
    @SuppressWarnings("try") // the mode is used by being open
    void gradientOfAGradientThroughTheUnrolledFormEqualsFiniteDifferences() {
        RecurrentStack stack = small(1, Activation.TANH);
        PtNDArray x = random(1, 1, STEPS, 3, 3);
        GradientCheck.check(
                tensors,
                in -> {
                    PtNDArray[] weights = stack.weights();
                    weights[1] = in[0];
                    boolean off = !GradMode.isOn();
                    try (GradMode on = GradMode.on()) {
                        if (off) {
                            in[0].setRequiresGradient(true);
                        }
                        PtNDArray loss = stack.unrolled(x, weights, STEPS).square().sum();
                        return TorchOps.gradient(loss, in[0], true);
                    }
                },
                random(5, 1, 5, 5));
    }

    @Test
    void recurrentKernelsStartOrthogonal() {
        Parameters wide = new Parameters(tensors, 3, DataType.FLOAT64);
        PtNDArray square = wide.trainable("a", Initializer.orthogonal(), 6, 6);
        PtNDArray flat = wide.trainable("b", Initializer.orthogonal(), 2, 6);
        PtNDArray identity6 =
                (PtNDArray) square.getManager().eye(6).toType(DataType.FLOAT64, false);
        PtNDArray identity2 =
                (PtNDArray) square.getManager().eye(2).toType(DataType.FLOAT64, false);
        assertThat(difference(product(square), identity6)).isLessThan(1e-14);
        assertThat(difference(product(flat), identity2)).isLessThan(1e-14);
        wide.close();
    }

    @Test
    void refusesInputsOfAnotherShape() {
        RecurrentStack stack = small(2, Activation.RELU);
        Tape tape = new Tape();
        assertThatThrownBy(() -> stack.forward(tape, random(1, 2, 3, 3, 3), STEPS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2, 3, 3, 3)");
        assertThatThrownBy(() -> stack.evaluate(random(1, 1, STEPS, 3, 3), STEPS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Architecture(0, 3, List.of(4), 2, Activation.RELU))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Architecture(1, 3, List.of(), 2, Activation.RELU))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private PtNDArray random(long seed, long... shape) {
        return GradientCheck.random(tensors, seed, shape);
    }

    private static PtNDArray product(PtNDArray matrix) {
        return Functions.matmul(matrix, matrix.transpose());
    }

    private static PtNDArray[] leaves(RecurrentStack stack, PtNDArray x) {
        PtNDArray[] weights = stack.weights();
        PtNDArray[] leaves = Arrays.copyOf(weights, weights.length + 1);
        leaves[weights.length] = x;
        return leaves;
    }

    private static double difference(PtNDArray a, PtNDArray b) {
        return a.sub(b).abs().max().toDoubleArray()[0];
    }

    /** Changes the leaf in place, element by element. */
    @SuppressWarnings("try") // the mode is used by being open
    private double[] differences(
            RecurrentStack stack, PtNDArray x, PtNDArray weights, PtNDArray leaf) {
        double step = 1e-6;
        try (GradMode off = GradMode.off()) {
            double[] values = leaf.toDoubleArray();
            double[] result = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                double[] sides = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = values.clone();
                    moved[i] += side == 0 ? step : -step;
                    set(leaf, moved);
                    sides[side] =
                            stack.evaluate(x, STEPS).square().mul(weights).sum().toDoubleArray()[0];
                }
                result[i] = (sides[0] - sides[1]) / (2 * step);
            }
            set(leaf, values);
            return result;
        }
    }

    private static void set(PtNDArray leaf, double[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Double.BYTES)
                        .order(ByteOrder.nativeOrder());
        bytes.asDoubleBuffer().put(values);
        leaf.set(bytes);
    }
}

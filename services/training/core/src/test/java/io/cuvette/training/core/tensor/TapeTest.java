package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TapeTest {
    private Tensors tensors;
    private GradMode grad;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        grad = GradMode.on();
    }

    @AfterEach
    void close() {
        grad.close();
        tensors.close();
    }

    /** Two rows of three columns: (0 2 0), (1 0 3), and an empty row. */
    private SparseBatch batch() {
        return new SparseBatch(
                3,
                3,
                tensors.of(new int[] {0, 1, 3, 3}),
                tensors.of(new int[] {1, 0, 2}),
                tensors.of(new double[] {2, 1, 3}),
                tensors.of(new int[] {0, 1, 2, 3}),
                tensors.of(new int[] {1, 0, 1}),
                tensors.of(new double[] {1, 2, 3}));
    }

    private PtNDArray dense() {
        return tensors.of(new double[] {0, 2, 0, 1, 0, 3, 0, 0, 0}, 3, 3);
    }

    @Test
    void sparseProductEqualsTheDenseOne() {
        PtNDArray weight = GradientCheck.random(tensors, 1, 3, 8);
        PtNDArray expected = Functions.matmul(dense(), weight);
        // not to the bit: some processors add and multiply in one rounding, and not in both kernels
        assertThat(new Tape().sparseLinear(batch(), weight).toDoubleArray())
                .containsExactly(expected.toDoubleArray(), within(1e-14));
        assertThat(Functions.sparseLinear(batch(), weight).toDoubleArray())
                .containsExactly(expected.toDoubleArray(), within(1e-14));
    }

    @Test
    void gradientsEqualTorchsOwnAndFiniteDifferences() {
        GradientCheck.check(
                tensors,
                in -> Functions.sparseLinear(batch(), in[0]).tanh(),
                GradientCheck.random(tensors, 2, 3, 4));
        PtNDArray weight = GradientCheck.random(tensors, 2, 3, 4);
        PtNDArray tail = GradientCheck.random(tensors, 3, 4, 3);
        weight.setRequiresGradient(true);
        tail.setRequiresGradient(true);
        PtNDArray[] parameters = {tail, weight};
        // the weight is used twice: sparse at the front, dense and transposed at the end
        PtNDArray denseLoss = loss(Functions.matmul(dense(), weight), weight, tail);
        PtNDArray[] expected = TorchOps.gradients(denseLoss, parameters, false);
        Tape tape = new Tape();
        PtNDArray loss = loss(tape.sparseLinear(batch(), weight), weight, tail);
        PtNDArray[] gradients = tape.gradients(loss, parameters);
        for (int i = 0; i < 2; i++) {
            double difference = gradients[i].sub(expected[i]).abs().max().toDoubleArray()[0];
            assertThat(difference).isLessThan(1e-12);
        }
    }

    private static PtNDArray loss(PtNDArray hidden, PtNDArray weight, PtNDArray tail) {
        PtNDArray back = weight.transpose().add(tail);
        return Functions.matmul(hidden.tanh(), back).square().sum();
    }

    @Test
    void aFrozenWeightGetsNoGradientAndKeepsNoGraph() {
        PtNDArray weight = GradientCheck.random(tensors, 4, 3, 2);
        PtNDArray other = tensors.full(1, DataType.FLOAT64, 2, 1);
        other.setRequiresGradient(true);
        Tape tape = new Tape();
        PtNDArray y = tape.sparseLinear(batch(), weight);
        assertThat(y.hasGradient()).isFalse();
        PtNDArray[] gradients =
                tape.gradients(Functions.matmul(y, other).sum(), new PtNDArray[] {other});
        assertThat(gradients[0].toDoubleArray()).isEqualTo(y.sum(new int[] {0}).toDoubleArray());
    }
}

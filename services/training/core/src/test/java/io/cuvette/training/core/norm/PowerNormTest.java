package io.cuvette.training.core.norm;

import static io.cuvette.training.core.tensor.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the algorithm in plain Java, and its backward pass within a network. */
class PowerNormTest {
    private static final int ROWS = 4;
    private Tensors tensors;
    private Parameters parameters;
    private GradMode grad;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        parameters = new Parameters(tensors, 1, DataType.FLOAT64);
        grad = GradMode.on();
    }

    @AfterEach
    void close() {
        grad.close();
        parameters.close();
        tensors.close();
    }

    @Test
    void followsTheAlgorithmStepByStep() {
        PowerNorm norm =
                new PowerNorm(parameters, "n", 1, new PowerNorm.Settings(0.8, 0.7, 2, 0.1));
        PtNDArray gamma = parameters.get("n.gamma");
        PtNDArray beta = parameters.get("n.beta");
        gamma.set(tensors.of(new double[] {1.5}).toByteBuffer(false));
        double psi2 = 1;
        double nu = 0;
        for (int t = 0; t < 5; t++) {
            PtNDArray x = random(tensors, t, ROWS, 1);
            PtNDArray target = random(tensors, 100 + t, ROWS, 1);
            x.setRequiresGradient(true);
            Tape tape = new Tape();
            PtNDArray y = norm.train(x, tape);
            PtNDArray loss = y.mul(target).sum();
            double[] dx = tape.gradients(loss, new PtNDArray[] {x, gamma, beta})[0].toDoubleArray();
            double[] rows = x.toDoubleArray();
            double[] g = target.toDoubleArray();
            double batch = 0;
            for (double value : rows) {
                batch += value * value / ROWS;
            }
            double divisor = t < 2 ? batch : psi2;
            double share = t < 2 ? 1.0 / (t + 1) : 0.2;
            double next = nu;
            for (int i = 0; i < ROWS; i++) {
                double xHat = rows[i] / Math.sqrt(divisor + 0.1);
                double expected = (1.5 * g[i] - nu * xHat) / Math.sqrt(divisor + 0.1);
                assertThat(dx[i]).isCloseTo(expected, within(1e-12));
                assertThat(y.toDoubleArray()[i]).isCloseTo(1.5 * xHat, within(1e-12));
                next += 0.3 * (1.5 * g[i] - nu * xHat) * xHat / ROWS;
            }
            nu = next;
            psi2 += share * (batch - psi2);
            assertThat(parameters.get("n.runningSquare").toDoubleArray()[0])
                    .isCloseTo(psi2, within(1e-12));
            assertThat(parameters.get("n.runningGradient").toDoubleArray()[0])
                    .isCloseTo(nu, within(1e-12));
        }
    }

    @Test
    void gradientsFlowThroughSeveralLayersAndPastThem() {
        PtNDArray w = parameters.trainable("w", Initializer.glorotUniform(), 3, 3);
        PtNDArray v = parameters.trainable("v", Initializer.glorotUniform(), 3, 3);
        // nothing remembered and no warm-up: the approximate gradient is the exact one of x / c
        var settings = new PowerNorm.Settings(0.9, 0.9, 0, 0.1);
        PowerNorm first = new PowerNorm(parameters, "a", 3, settings);
        PowerNorm second = new PowerNorm(parameters, "b", 3, settings);
        PtNDArray x = random(tensors, 5, 6, 3);
        PtNDArray[] leaves = {w, v, parameters.get("a.gamma"), parameters.get("b.beta")};
        Tape tape = new Tape();
        PtNDArray h = Functions.matmul(x, w);
        // residual: h is used past the layer too
        PtNDArray a = h.add(first.observe(h, tape).tanh());
        PtNDArray b = second.observe(Functions.matmul(a, v), tape).tanh().add(a);
        PtNDArray[] taped = tape.gradients(b.square().sum(), leaves);
        PtNDArray h2 = Functions.matmul(x, w);
        PtNDArray a2 = h2.add(first.evaluate(h2).tanh());
        PtNDArray b2 = second.evaluate(Functions.matmul(a2, v)).tanh().add(a2);
        PtNDArray[] exact = TorchOps.gradients(b2.square().sum(), leaves, false);
        for (int i = 0; i < leaves.length; i++) {
            double largest = taped[i].sub(exact[i]).abs().max().toDoubleArray()[0];
            assertThat(largest).as("gradient %d", i).isLessThan(1e-12);
            assertThat(exact[i].abs().max().toDoubleArray()[0]).isGreaterThan(0.01);
        }
    }

    @Test
    void observingLeavesEverythingAlone() {
        PowerNorm norm = new PowerNorm(parameters, "n", 2, PowerNorm.Settings.DEFAULT);
        PtNDArray x = random(tensors, 9, 5, 2);
        x.setRequiresGradient(true);
        String before = parameters.sha256();
        Tape tape = new Tape();
        tape.gradients(norm.observe(x, tape).square().sum(), new PtNDArray[] {x});
        assertThat(parameters.sha256()).isEqualTo(before);
        norm.train(x, new Tape());
        assertThat(parameters.sha256()).isNotEqualTo(before);
    }
}

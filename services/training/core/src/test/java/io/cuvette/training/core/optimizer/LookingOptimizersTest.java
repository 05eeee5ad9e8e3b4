package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference trajectories do not show of optimizers that look at a step again. */
class LookingOptimizersTest {
    private final Tensors tensors = Tensors.open();
    private final Parameters parameters = new Parameters(tensors, 0, DataType.FLOAT64);

    @AfterEach
    void close() {
        parameters.close();
        tensors.close();
    }

    private PtNDArray weight(String name, double value, long... shape) {
        return parameters.trainable(name, Initializer.constant(value), shape);
    }

    private static PtNDArray[] one(PtNDArray gradient) {
        return new PtNDArray[] {gradient};
    }

    // ---- sam

    @Test
    void samLooksAtTheWorstPointAndLeavesNoTraceOfTheClimb() {
        PtNDArray w = weight("w", 0.1, 2);
        double[] seen = new double[2];
        try (Optimizer sam = new Sam(tensors, parameters.group(), Sam.Settings.DEFAULT)) {
            sam.step(
                    0,
                    one(tensors.of(new double[] {3, 4})),
                    new StubEvaluation() {
                        @Override
                        public PtNDArray[] gradients() {
                            System.arraycopy(w.toDoubleArray(), 0, seen, 0, 2);
                            return one(tensors.of(new double[] {1, 1}));
                        }
                    });
        }
        assertThat(seen).containsExactly(new double[] {0.13, 0.14}, within(1e-12));
        assertThat(w.toDoubleArray()).containsExactly(0.1, 0.1);
    }

    @Test
    void samPutsTheWeightsBackWhenTheLookFails() {
        PtNDArray w = weight("w", 0.1, 2);
        try (Optimizer sam = new Sam(tensors, parameters.group(), Sam.Settings.DEFAULT)) {
            assertThatThrownBy(
                            () ->
                                    sam.step(
                                            1,
                                            one(tensors.of(new double[] {3, 4})),
                                            new StubEvaluation()))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(w.toDoubleArray()).containsExactly(0.1, 0.1);
    }

    // ---- agvm

    @Test
    void agvmSlowsTheNoisierModuleAndQuickensTheSteadierOne() {
        PtNDArray body = weight("body.w", 0, 2);
        PtNDArray head = weight("head.w", 0, 2);
        try (Agvm agvm =
                new Agvm(
                        tensors,
                        parameters.group(),
                        new Agvm.Settings(0, 1, 1, 1, Base.SGD, 0, 0))) {
            PtNDArray x = tensors.of(new double[] {1, 0});
            PtNDArray y = tensors.of(new double[] {0, 1});
            PtNDArray both = tensors.of(new double[] {1, 0.5});
            agvm.step(
                    1,
                    new PtNDArray[] {both, both},
                    new StubEvaluation() {
                        @Override
                        public List<PtNDArray[]> batchGradients() {
                            return List.of(new PtNDArray[] {x, x}, new PtNDArray[] {y, both});
                        }
                    });
            double steady = 1 - 1 / Math.sqrt(1.25);
            assertThat(agvm.scales().get("body")).isEqualTo(1);
            assertThat(agvm.scales().get("head"))
                    .isCloseTo(Math.sqrt((1 + 1e-6) / (steady + 1e-6)), within(1e-12));
            assertThat(head.toDoubleArray()[0])
                    .isCloseTo(-agvm.scales().get("head"), within(1e-12));
            assertThat(body.toDoubleArray()[0]).isEqualTo(-1);
            assertThat(agvm.batchesPerStep()).isEqualTo(2);
        }
    }

    @Test
    void agvmNeedsTwoModulesAndLeavesTheSharesAloneInAStepOfOneBatch() {
        weight("body.w", 0, 2);
        assertThatThrownBy(() -> new Agvm(tensors, parameters.group(), Agvm.Settings.DEFAULT))
                .hasMessageContaining("all parameters are of module body; agvm needs two or more");
        weight("head.w", 0, 2);
        PtNDArray g = tensors.zeros(DataType.FLOAT64, 2);
        try (Agvm agvm = new Agvm(tensors, parameters.group(), Agvm.Settings.DEFAULT)) {
            StepEvaluation oneBatch =
                    new StubEvaluation() {
                        @Override
                        public List<PtNDArray[]> batchGradients() {
                            return List.<PtNDArray[]>of(new PtNDArray[] {g, g});
                        }
                    };
            agvm.step(1, new PtNDArray[] {g, g}, oneBatch);
            assertThat(agvm.scales()).containsEntry("head", 1.0).containsEntry("body", 1.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sam", "sso", "agvm"})
    void methodsThatLookAgainRefuseToStepWithoutIt(String method) {
        try (ReferenceProblem problem = new ReferenceProblem(method)) {
            PtNDArray[] gradients = {
                tensors.zeros(DataType.FLOAT64, 2, 3), tensors.zeros(DataType.FLOAT64, 4)
            };
            assertThatThrownBy(() -> problem.optimizer.step(1, gradients))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(method + " looks at the step's batches again");
        }
    }
}

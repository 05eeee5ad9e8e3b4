package io.cuvette.reactormodel.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.simulation.ChainSimulation;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.StoppedException;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Long work ends soon after its thread is interrupted, and leaves it so. */
class StoppedTest {

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void noStepOfTrainingBeginsAfterAnInterrupt() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0)) {
            PtNDArray weight = parameters.trainable("weight", Initializer.constant(1), 1);
            AtomicInteger steps = new AtomicInteger();

            assertThatThrownBy(
                            () ->
                                    new FineTuning(100, 1e-3)
                                            .run(
                                                    parameters,
                                                    (tape, epoch) -> {
                                                        if (steps.incrementAndGet() == 3) {
                                                            Thread.currentThread().interrupt();
                                                        }
                                                        return weight.square().sum();
                                                    }))
                    .isInstanceOf(StoppedException.class);
            assertThat(steps).hasValue(3);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }

    @Test
    void noSimulationBeginsAfterAnInterrupt() {
        Run run = Run.ofFeatures(Cstr.NOMINAL, 450, 3, 2e5, 1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Simulator.STANDARD.simulate(Cstr.NOMINAL, run, 0.001))
                .isInstanceOf(StoppedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aLongSimulationEndsOnItsWay() {
        ChainSimulation simulation = new ChainSimulation(Cstr.NOMINAL, Tolerances.of(1e-13));
        simulation.start(new double[] {3, 450}, 1, 2e5);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> simulation.advanceTo(10)).isInstanceOf(StoppedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}

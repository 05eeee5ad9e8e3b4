package io.cuvette.reactormodel.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictiveControllerTest {
    static AdaptedReactor exact(Reactor reactor) {
        return new Adapter(Optional.empty())
                .adapt(
                        new DeclaredReactor(
                                reactor,
                                List.of(),
                                MeasuredNode.OUTLET,
                                OperatingRegion.of(reactor)),
                        List.of());
    }

    @Test
    void probe() {
        AdaptedReactor model = exact(Cstr.NOMINAL);
        for (double start : new double[] {380, 402, 430}) {
            for (double max : new double[] {1000, 405}) {
                ControlProblem problem =
                        new ControlProblem(
                                InitialState.of(2.5, start),
                                new double[] {0, 0},
                                20,
                                0.005,
                                Goal.of(402, 1.95),
                                ControlLimits.of(model.declared().region().inputs())
                                        .withMaximumTemperature(max));
                for (int k = 0; k < 3; k++) {
                    long t = System.nanoTime();
                    ControlPlan plan = PredictiveController.plan(model, problem);
                    double ms = (System.nanoTime() - t) / 1e6;
                    if (k == 2) {
                        System.out.printf(
                                "%s %s: cost %.6g hold %.6g viol %.3g it %d conv %s %.1f ms holds %s u0 %s end T %.3f C %.4f%n",
                                start,
                                max,
                                plan.cost(),
                                plan.costOfHolding(),
                                plan.temperatureViolationK(),
                                plan.iterations(),
                                plan.converged(),
                                ms,
                                plan.constraintsHold(),
                                Arrays.toString(plan.inputs()[0]),
                                plan.predicted().temperaturesK()[79],
                                plan.predicted().concentrationsKmolPerM3()[79]);
                    }
                }
            }
        }
        assertThat(true).isTrue();
    }
}

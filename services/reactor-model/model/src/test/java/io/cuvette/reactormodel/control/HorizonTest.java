package io.cuvette.reactormodel.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.InitialState;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HorizonTest {
    private static final int STEPS = 12;

    static Stream<Reactor> reactors() {
        return Stream.of(Cstr.NOMINAL, BatchReactor.NOMINAL, PlugFlowReactor.NOMINAL);
    }

    private static ControlProblem problem(AdaptedReactor model) {
        double[] middles =
                model.declared().region().inputs().stream()
                        .mapToDouble(range -> range.at(0.45))
                        .toArray();
        InitialState start =
                model.reactor() instanceof PlugFlowReactor tube
                        ? InitialState.emptyTube(tube)
                        : InitialState.of(2.5, 385);
        return new ControlProblem(
                start,
                middles,
                STEPS,
                model.declared().region().windowH() / 5,
                Goal.of(400, 1),
                ControlLimits.of(model.declared().region().inputs()));
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void chainedDerivativesAreThoseOfTheWholeRollOut(Reactor reactor) {
        AdaptedReactor model = PredictiveControllerTest.exact(reactor);
        ControlProblem problem = problem(model);
        Horizon horizon = new Horizon(model, problem);
        int inputs = problem.inputsInForce().length;
        double[][] values = new double[STEPS][];
        for (int step = 0; step < STEPS; step++) {
            values[step] = problem.inputsInForce();
            values[step][0] += horizon.halfRange(0) * 0.1 * Math.sin(step);
        }
        Forecast forecast = horizon.follow(values);

        double[][] derivatives = horizon.derivatives(forecast);

        for (int variable = 0; variable < STEPS * inputs; variable++) {
            double[][] plus = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
            double[][] minus = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
            double step = 1e-4 * horizon.halfRange(variable % inputs);
            plus[variable / inputs][variable % inputs] += step;
            minus[variable / inputs][variable % inputs] -= step;
            double[] above = horizon.follow(plus).outputs();
            double[] below = horizon.follow(minus).outputs();
            for (int output = 0; output < above.length; output++) {
                double expected = (above[output] - below[output]) / 2e-4;
                assertThat(derivatives[output][variable])
                        .as("output %d by variable %d", output, variable)
                        .isCloseTo(expected, within(2e-3 + 2e-3 * Math.abs(expected)));
            }
        }
    }
}

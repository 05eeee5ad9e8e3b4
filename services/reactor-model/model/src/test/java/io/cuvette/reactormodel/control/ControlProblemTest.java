package io.cuvette.reactormodel.control;

import static io.cuvette.reactormodel.control.PredictiveControllerTest.CSTR;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.STEADY;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.anyInputs;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.simulation.InitialState;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ControlProblemTest {
    private static List<String> refused(ControlProblem problem) {
        ControlException refusal =
                catchThrowableOfType(
                        ControlException.class, () -> PredictiveController.plan(CSTR, problem));
        assertThat(refusal).as("the problem is refused").isNotNull();
        assertThat(refusal.findings()).allMatch(Finding::stops);
        assertThat(refusal.findings())
                .allSatisfy(f -> assertThat(f.message()).startsWith(f.field()));
        return refusal.findings().stream().map(Finding::field).toList();
    }

    @Test
    void problemsThatAreNoneAreRefusedByField() {
        ControlLimits any = anyInputs(CSTR);
        InitialState start = InitialState.of(2, 400);
        OptionalDouble none = OptionalDouble.empty();
        double[] zero = new double[2];

        assertThat(refused(problem(2, 400, 0, STEADY, any))).containsExactly("steps");
        assertThat(refused(problem(2, 400, 61, STEADY, any))).containsExactly("steps");
        for (double h : new double[] {0, -1, 0.0051, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(refused(new ControlProblem(start, zero, 5, h, STEADY, any)))
                    .containsExactly("stepH");
        }
        assertThat(refused(problem(-1, 0, 5, STEADY, any)))
                .containsExactly("startConcentrationKmolPerM3", "startTemperatureK");
        assertThat(
                        refused(
                                new ControlProblem(
                                        new InitialState(new double[3], new double[] {1, 1, 1}),
                                        zero,
                                        5,
                                        0.005,
                                        STEADY,
                                        any)))
                .containsExactly("start");
        assertThat(refused(problem(2, 400, 5, new Goal(none, 0, none, 0, 0), any)))
                .containsExactly("goal");
        Goal wrong = new Goal(OptionalDouble.of(-5), 0, OptionalDouble.of(-1), -1, Double.NaN);
        assertThat(refused(problem(2, 400, 5, wrong, any)))
                .containsExactly(
                        "temperatureK",
                        "concentrationKmolPerM3",
                        "temperatureWeight",
                        "concentrationWeight",
                        "moveWeight");
        assertThat(refused(new ControlProblem(start, new double[3], 5, 0.005, STEADY, any)))
                .containsExactly("inputsInForce");
        assertThat(refused(problem(2, 400, 5, STEADY, any).from(start, 0, Double.NaN)))
                .containsExactly("inputsInForce.heatDeviationKJPerH");
        assertThat(refused(problem(2, 400, 5, STEADY, ControlLimits.of(List.of(new Range(0, 1))))))
                .containsExactly("inputs");
        ControlLimits wide = ControlLimits.of(List.of(new Range(-3.6, 1), new Range(0, 5.1e5)));
        assertThat(refused(problem(2, 400, 5, STEADY, wide)))
                .containsExactly(
                        "inputs.feedConcentrationDeviationKmolPerM3", "inputs.heatDeviationKJPerH");
        assertThat(refused(problem(2, 400, 5, STEADY, any.withMostChangePerH(1))))
                .containsExactly("mostChangePerH");
        assertThat(refused(problem(2, 400, 5, STEADY, any.withMostChangePerH(0, Double.NaN))))
                .containsExactly("mostChangePerH", "mostChangePerH");
        assertThat(
                        refused(
                                problem(
                                        2,
                                        400,
                                        5,
                                        STEADY,
                                        any.withMinimumTemperature(400)
                                                .withMaximumTemperature(400))))
                .containsExactly("minimumTemperatureK");
        assertThat(refused(problem(2, 400, 5, STEADY, any.withMaximumTemperature(0))))
                .containsExactly("maximumTemperatureK");
    }
}

package io.cuvette.reactormodel.control;

import static io.cuvette.reactormodel.control.PredictiveControllerTest.CSTR;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.STEADY;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.anyInputs;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.plant;
import static io.cuvette.reactormodel.control.PredictiveControllerTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ranges and rates of inputs, and limits of temperature. */
class ControlLimitsTest {
    @Test
    void inputsStayWithinTheirRangesAndChangeNoFasterThanAllowed() {
        List<Range> ranges = List.of(new Range(-1, 0.5), new Range(-2e5, 1e5));
        ControlLimits limits = ControlLimits.of(ranges).withMostChangePerH(40, 1e7);
        for (double t : new double[] {370, 395, 420}) {
            ControlPlan plan = PredictiveController.plan(CSTR, problem(2.4, t, 15, STEADY, limits));

            double[] before = {0, 0};
            boolean atLimit = false;
            for (double[] inputs : plan.inputs()) {
                for (int i = 0; i < 2; i++) {
                    double most = i == 0 ? 0.2 : 5e4;
                    assertThat(inputs[i]).isBetween(ranges.get(i).low(), ranges.get(i).high());
                    assertThat(Math.abs(inputs[i] - before[i]))
                            .isLessThanOrEqualTo(most * (1 + 1e-12));
                    atLimit |= Math.abs(inputs[i] - before[i]) > 0.999 * most;
                }
                before = inputs;
            }
            assertThat(atLimit).isTrue();
            assertThat(plan.changeViolation()).isZero();
            assertThat(plan.constraintsHold()).isTrue();
        }
    }

    @Test
    void temperaturesStayWithinTheirLimits() {
        Goal hot = Goal.ofTemperature(430);
        ControlLimits limits = anyInputs(CSTR).withMaximumTemperature(410);
        ControlProblem problem = problem(2.5, 380, 20, hot, limits);

        ControlPlan plan = PredictiveController.plan(CSTR, problem);

        assertThat(plan.constraintsHold()).isTrue();
        assertThat(plan.predicted().temperaturesK()[79]).isCloseTo(410, within(0.01));
        InitialState state = problem.start();
        for (double[] inputs : plan.inputs()) {
            Trajectory run = plant(Cstr.NOMINAL, state, 0.005, inputs);
            for (int i = 0; i < run.times(); i++) {
                assertThat(run.temperatureK(i, 0)).isLessThan(410.1);
            }
            state = run.stateAt(39);
        }

        ControlPlan cold =
                PredictiveController.plan(
                        CSTR,
                        problem(
                                2.5,
                                400,
                                20,
                                Goal.ofTemperature(350),
                                anyInputs(CSTR).withMinimumTemperature(390)));
        assertThat(cold.constraintsHold()).isTrue();
        assertThat(cold.coldestK()[79]).isCloseTo(390, within(0.01));
        assertThat(cold.hottestK()[79]).isEqualTo(cold.coldestK()[79]);
    }

    @Test
    void whatCannotBeMetIsAnsweredAsSuch() {
        ControlLimits limits = anyInputs(CSTR).withMaximumTemperature(405);
        ControlPlan tooHot = PredictiveController.plan(CSTR, problem(2.5, 430, 20, STEADY, limits));

        assertThat(tooHot.constraintsHold()).isFalse();
        assertThat(tooHot.converged()).isTrue();
        // cooled as fast as can be in the first quarter of a step
        Trajectory cooled =
                Simulator.STANDARD.simulate(
                        Cstr.NOMINAL,
                        new Run(InitialState.of(2.5, 430), InputProfile.constant(-3.5, -5e5)),
                        0.00125);
        assertThat(tooHot.temperatureViolationK())
                .isCloseTo(cooled.temperatureK(0, 0) - 405, within(0.01));
        assertThat(tooHot.predicted().temperaturesK()[79]).isCloseTo(402, within(0.01));

        ControlProblem outside =
                problem(2, 400, 3, STEADY, anyInputs(CSTR).withMostChangePerH(10, 1e9))
                        .from(InitialState.of(2, 400), 5, 0);
        ControlPlan back = PredictiveController.plan(CSTR, outside);
        assertThat(back.inputs()[0][0]).isEqualTo(3.5);
        assertThat(back.constraintsHold()).isFalse();
        assertThat(back.changeViolation()).isCloseTo((1.5 - 0.05) / 7, within(1e-9));
    }

    /** The goal is met where the reactor is, and the limit is not. */
    @Test
    void aLimitBelowAGoalThatIsMetIsKeptAllTheSame() {
        InitialState steady = InitialState.of(1.9537, 401.873);
        for (Goal goal : List.of(STEADY, Goal.ofConcentration(1.9537))) {
            ControlProblem problem =
                    new ControlProblem(
                            steady,
                            new double[] {0, 0},
                            6,
                            0.005,
                            goal,
                            anyInputs(CSTR).withMaximumTemperature(401));

            ControlPlan plan = PredictiveController.plan(CSTR, problem);

            // it begins too hot; what is left is of the first quarter of the first step
            assertThat(plan.temperatureViolationK()).isLessThan(0.8);
            double[] hottest = plan.hottestK();
            for (int point = Horizon.POINTS; point < hottest.length; point++) {
                assertThat(hottest[point]).isLessThanOrEqualTo(401 + 2e-3);
            }
            assertThat(plan.converged()).isTrue();
        }
    }

    @Test
    void whatCannotBeKeptInTheFirstStepIsKeptInTheOthers() {
        ControlProblem problem =
                new ControlProblem(
                        InitialState.of(1.9537, 401.873),
                        new double[] {0, 0},
                        20,
                        0.005,
                        Goal.ofTemperature(405),
                        anyInputs(CSTR).withMaximumTemperature(398));

        ControlPlan plan = PredictiveController.plan(CSTR, problem);

        double[] hottest = plan.hottestK();
        long above = Arrays.stream(hottest).skip(Horizon.POINTS).filter(t -> t > 398.01).count();
        assertThat(above).isZero();
    }

    /** A region of one value beside an input that is measured a little off it. */
    @Test
    void anInputThatIsALittleOffItsOnlyValueDoesNotHoldThePlan() {
        OperatingRegion usual = OperatingRegion.of(Cstr.NOMINAL);
        OperatingRegion narrow =
                new OperatingRegion(
                        usual.startConcentrationKmolPerM3(),
                        usual.startTemperatureK(),
                        List.of(new Range(0, 0), usual.inputs().get(1)),
                        usual.windowH());
        AdaptedReactor model =
                new Adapter(Optional.empty())
                        .adapt(
                                new DeclaredReactor(
                                        Cstr.NOMINAL, List.of(), MeasuredNode.FIRST, narrow),
                                List.of());
        ControlProblem problem =
                new ControlProblem(
                        InitialState.of(2.2, 385),
                        new double[] {1e-4, 0},
                        6,
                        0.005,
                        Goal.ofTemperature(402),
                        ControlLimits.of(narrow.inputs()));

        ControlPlan plan = PredictiveController.plan(model, problem);

        double[] end = plan.predicted().temperaturesK();
        assertThat(end[end.length - 1]).isCloseTo(402, within(0.5));
    }

    @Test
    void anInputWithoutRangeStays() {
        ControlLimits limits = ControlLimits.of(List.of(new Range(0.3, 0.3), new Range(-5e5, 5e5)));

        ControlPlan plan =
                PredictiveController.plan(
                        CSTR, problem(2.2, 390, 8, Goal.ofTemperature(402), limits));

        for (double[] inputs : plan.inputs()) {
            assertThat(inputs[0]).isEqualTo(0.3);
        }
        assertThat(plan.predicted().temperaturesK()[31]).isCloseTo(402, within(0.05));

        ControlPlan none =
                PredictiveController.plan(
                        CSTR,
                        problem(
                                2.2,
                                390,
                                8,
                                STEADY,
                                ControlLimits.of(List.of(new Range(0, 0), new Range(1, 1)))));
        assertThat(none.converged()).isTrue();
        assertThat(none.iterations()).isZero();
        assertThat(none.inputs()[7]).containsExactly(0, 1);
    }
}

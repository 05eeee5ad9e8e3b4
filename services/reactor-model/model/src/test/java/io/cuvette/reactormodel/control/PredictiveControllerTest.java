package io.cuvette.reactormodel.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.RandomCorrection;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictiveControllerTest {
    static final AdaptedReactor CSTR = exact(Cstr.NOMINAL);

    static final Goal STEADY = Goal.of(402, 1.95);

    static DeclaredReactor declared(Reactor reactor) {
        return new DeclaredReactor(
                reactor, List.of(), MeasuredNode.OUTLET, OperatingRegion.of(reactor));
    }

    /** A model that is the reactor. */
    static AdaptedReactor exact(Reactor reactor) {
        return new Adapter(Optional.empty()).adapt(declared(reactor), List.of());
    }

    static ControlLimits anyInputs(AdaptedReactor model) {
        return ControlLimits.of(model.declared().region().inputs());
    }

    static ControlProblem problem(double c, double t, int steps, Goal goal, ControlLimits limits) {
        return new ControlProblem(InitialState.of(c, t), new double[2], steps, 0.005, goal, limits);
    }

    /** The reactor itself for one step, looked at often. */
    static Trajectory plant(Reactor truth, InitialState start, double h, double[] inputs) {
        double[] times = IntStream.rangeClosed(1, 40).mapToDouble(i -> i * h / 40).toArray();
        return Simulator.STANDARD.simulate(
                truth, new Run(start, InputProfile.constant(inputs)), times);
    }

    @Test
    void steersTheCstrToItsUnstableSteadyStateAndHoldsItAgainstAFeedThatChanges() {
        ControlLimits limits = anyInputs(CSTR).withMaximumTemperature(403);
        ControlProblem problem = problem(2.5, 380, 10, STEADY, limits);
        Reactor truth = Cstr.NOMINAL;
        InitialState state = problem.start();
        double hottest = 0;
        for (int step = 0; step < 40; step++) {
            if (step == 20) {
                // richer by 5 %, which the model does not know
                truth = truth.with(ReactorParameter.FEED_CONCENTRATION, 4.2);
            }
            ControlPlan plan = PredictiveController.plan(CSTR, problem);
            assertThat(plan.constraintsHold()).isTrue();
            assertThat(plan.converged()).isTrue();
            Trajectory run = plant(truth, state, problem.stepH(), plan.firstInputs());
            for (int i = 0; i < run.times(); i++) {
                hottest = Math.max(hottest, run.temperatureK(i, 0));
            }
            state = run.stateAt(run.times() - 1);
            problem = problem.from(state, plan.firstInputs());
            if (step == 19) {
                assertThat(state.temperaturesK()[0]).isCloseTo(402, within(0.02));
                assertThat(state.concentrationsKmolPerM3()[0]).isCloseTo(1.95, within(0.002));
            }
        }
        assertThat(state.temperaturesK()[0]).isCloseTo(402, within(0.2));
        assertThat(state.concentrationsKmolPerM3()[0]).isCloseTo(1.95, within(0.02));
        assertThat(hottest).isLessThan(403.1);
    }

    @Test
    void leftToItselfTheCstrLeavesThatState() {
        Trajectory run =
                Simulator.STANDARD.simulate(
                        Cstr.NOMINAL,
                        new Run(InitialState.of(2.5, 380), InputProfile.constant(0, 0)),
                        0.2);

        assertThat(Math.abs(run.temperatureK(0, 0) - 402)).isGreaterThan(10);
    }

    @Test
    void oneStepIsAsGoodAsTheBestOfAGrid() {
        Goal goal = Goal.of(402, 1.95);
        ControlProblem problem = problem(2.1, 396, 1, goal, anyInputs(CSTR));

        ControlPlan plan = PredictiveController.plan(CSTR, problem);

        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 60; i++) {
            for (int j = 0; j <= 60; j++) {
                double[] inputs = {-3.5 + 7. * i / 60, -5e5 + 1e6 * j / 60};
                Trajectory run = plant(Cstr.NOMINAL, problem.start(), 0.005, inputs);
                double offT = run.temperatureK(39, 0) - 402;
                double offC = run.concentration(39, 0) - 1.95;
                double moves =
                        inputs[0] * inputs[0] / (3.5 * 3.5) + inputs[1] * inputs[1] / (5e5 * 5e5);
                best = Math.min(best, 0.01 * offT * offT + offC * offC + 0.01 * moves);
            }
        }
        assertThat(plan.cost()).isLessThanOrEqualTo(best);
        assertThat(plan.cost()).isCloseTo(best, within(2e-2 * best));
    }

    @Test
    void aPlanIsNeverWorseThanHoldingTheInputs() {
        Random random = new Random(20261122);
        for (int trial = 0; trial < 40; trial++) {
            double t = 320 + 180 * random.nextDouble();
            double[] inForce = {4 * random.nextDouble() - 2, 6e5 * random.nextDouble() - 3e5};
            ControlLimits limits =
                    anyInputs(CSTR)
                            .withMaximumTemperature(380 + 60 * random.nextDouble())
                            .withMostChangePerH(
                                    1000 * random.nextDouble(), 1e8 * random.nextDouble());
            ControlProblem problem =
                    new ControlProblem(
                            InitialState.of(6 * random.nextDouble(), t),
                            inForce,
                            1 + random.nextInt(12),
                            0.005 * random.nextDouble(),
                            Goal.of(360 + 80 * random.nextDouble(), 4 * random.nextDouble()),
                            limits);

            ControlPlan plan = PredictiveController.plan(CSTR, problem);

            double[][] held = new double[problem.steps()][];
            Arrays.fill(held, inForce);
            Horizon horizon = new Horizon(CSTR, problem);
            Objective objective =
                    new Objective(problem, horizon, new InputLimits(problem, horizon));
            Score holding = objective.score(horizon.follow(held));
            assertThat(plan.costOfHolding()).isEqualTo(holding.cost());
            Score found = objective.score(horizon.follow(plan.inputs()));
            assertThat(found.cost()).isEqualTo(plan.cost());
            assertThat(found.violationK()).isEqualTo(plan.temperatureViolationK());
            assertThat(found.isWorseThan(holding)).isFalse();
            assertThat(plan.converged()).as("trial %d", trial).isTrue();
        }
    }

    @Test
    void theSameProblemHasTheSamePlanToTheBit() {
        for (AdaptedReactor model :
                List.of(CSTR, RandomCorrection.of(declared(Cstr.NOMINAL), 3, 0.02, 1))) {
            ControlProblem problem =
                    problem(2.2, 390, 6, STEADY, anyInputs(model).withMaximumTemperature(405));

            ControlPlan first = PredictiveController.plan(model, problem);
            ControlPlan second = PredictiveController.plan(model, problem);

            assertThat(second.inputs()).isDeepEqualTo(first.inputs());
            assertThat(second.predicted().temperaturesK())
                    .isEqualTo(first.predicted().temperaturesK());
            assertThat(second.cost()).isEqualTo(first.cost());
            assertThat(second.iterations()).isEqualTo(first.iterations());
        }
    }

    @Test
    void plansWithCorrectedBalancesAreAsTheModelPredictsThem() {
        AdaptedReactor model = RandomCorrection.of(declared(Cstr.NOMINAL), 3, 0.02, 1);
        ControlProblem problem = problem(2.2, 390, 8, STEADY, anyInputs(model));

        ControlPlan plan = PredictiveController.plan(model, problem);

        List<InputProfile> profiles = new ArrayList<>();
        for (double[] inputs : plan.inputs()) {
            profiles.add(InputProfile.constant(inputs));
        }
        Rollout rollout = Rollout.of(model, problem.start(), profiles, 0.005, 4);
        assertThat(plan.predicted().temperaturesK()).isEqualTo(rollout.temperaturesK());
        assertThat(plan.hottestK()).containsExactly(rollout.temperaturesK(), within(1e-3));
        assertThat(rollout.temperaturesK()[31]).isCloseTo(402, within(0.1));
        // the plan for the balances alone misses where the corrected reactor goes
        ControlPlan blind = PredictiveController.plan(CSTR, problem);
        assertThat(blind.inputs()[0][1]).isNotEqualTo(plan.inputs()[0][1]);
    }

    @Test
    void aBatchReactsAsFarAsItsTemperatureAllows() {
        AdaptedReactor batch = exact(BatchReactor.NOMINAL);
        ControlLimits limits = anyInputs(batch).withMaximumTemperature(400);
        ControlProblem problem =
                new ControlProblem(
                        InitialState.of(3, 350),
                        new double[] {0},
                        20,
                        0.005,
                        Goal.ofConcentration(1),
                        limits);

        ControlPlan plan = PredictiveController.plan(batch, problem);

        assertThat(plan.constraintsHold()).isTrue();
        assertThat(plan.converged()).isTrue();
        InitialState state = problem.start();
        double hottest = 0;
        for (double[] inputs : plan.inputs()) {
            Trajectory run = plant(BatchReactor.NOMINAL, state, 0.005, inputs);
            for (int i = 0; i < run.times(); i++) {
                hottest = Math.max(hottest, run.temperatureK(i, 0));
            }
            state = run.stateAt(39);
        }
        assertThat(hottest).isBetween(399.9, 400.1);
        assertThat(state.concentrationsKmolPerM3()[0]).isBetween(0.85, 1.1);
        assertThat(plan.cost()).isLessThan(plan.costOfHolding() / 2);
    }

    @Test
    void aTubeIsHeatedByItsJacketWithoutAHotSpot() {
        AdaptedReactor tube = exact(PlugFlowReactor.NOMINAL);
        List<Range> jacketOnly = List.of(new Range(0, 150), new Range(2, 2), new Range(380, 380));
        double[] inForce = {50, 2, 380};
        Goal goal = Goal.ofTemperature(440);
        ControlProblem free =
                new ControlProblem(
                        InitialState.emptyTube(PlugFlowReactor.NOMINAL),
                        inForce,
                        10,
                        0.1,
                        goal,
                        ControlLimits.of(jacketOnly));

        ControlPlan unlimited = PredictiveController.plan(tube, free);
        double spot = unlimited.hottestK()[39];
        for (double temperature : unlimited.hottestK()) {
            spot = Math.max(spot, temperature);
        }
        double limit = spot - 10;
        ControlPlan plan =
                PredictiveController.plan(
                        tube,
                        new ControlProblem(
                                free.start(),
                                inForce,
                                10,
                                0.1,
                                goal,
                                ControlLimits.of(jacketOnly).withMaximumTemperature(limit)));

        assertThat(unlimited.cost()).isLessThan(0.9 * unlimited.costOfHolding());
        assertThat(plan.constraintsHold()).isTrue();
        assertThat(plan.cost()).isGreaterThan(unlimited.cost());
        InitialState state = free.start();
        double hottest = 0;
        for (double[] inputs : plan.inputs()) {
            assertThat(inputs[1]).isEqualTo(2);
            Trajectory run = plant(PlugFlowReactor.NOMINAL, state, 0.1, inputs);
            for (int i = 0; i < run.times(); i++) {
                for (int node = 0; node < run.nodes(); node++) {
                    hottest = Math.max(hottest, run.temperatureK(i, node));
                }
            }
            state = run.stateAt(39);
        }
        assertThat(hottest).isBetween(limit - 0.1, limit + 0.1);
    }
}

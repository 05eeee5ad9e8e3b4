package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Fluid;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.SimulationException.Reason;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
    private static final Simulator TIGHT = new Simulator(Simulator.Method.AUTO, Tolerances.TIGHT);

    static java.util.stream.Stream<Reactor> reactors() {
        return Reactors.all().stream();
    }

    @Test
    void theNominalTankIsSteadyWhereThePaperSays() {
        Trajectory run =
                Simulator.STANDARD.simulate(
                        Cstr.NOMINAL, Run.ofFeatures(Cstr.NOMINAL, 402, 1.95, 0, 0), 0.005, 0.05);
        assertThat(run.temperatureK(0, 0)).isCloseTo(402.0, within(1e-3));
        assertThat(run.concentration(0, 0)).isCloseTo(1.950, within(1e-4));
        assertThat(run.temperatureK(1, 0)).isCloseTo(402.0, within(0.05));
        assertThat(run.concentration(1, 0)).isCloseTo(1.950, within(5e-4));
    }

    @Test
    void anIsothermalTubeEndsAsAChainOfTanks() {
        PlugFlowReactor tube =
                new PlugFlowReactor(
                        2, 1, 0.002, 0, 0, 350, 10, Fluid.NOMINAL, new Kinetics(3, 0, 0, 1));
        Trajectory end =
                TIGHT.simulate(
                        tube,
                        new Run(InitialState.of(0, 350), InputProfile.constant(0, 2, 350)),
                        10);
        for (int node = 0; node < 9; node++) {
            assertThat(end.concentration(0, node))
                    .isCloseTo(2 * Math.pow(1 + 3 / 18.0, -(node + 1)), within(1e-9));
            assertThat(end.temperatureK(0, node)).isCloseTo(350, within(1e-8));
        }
    }

    @Test
    void aFineTubeEndsInThePublishedProfile() {
        // steady profile printed by the paper's authors (PFR_Simulation_Validation), each 0.1 m;
        // theirs is 3e-3 kmol/m3 and 0.1 K from the exact one
        double[] concentrations = {
            1.5112, 1.4174, 1.3184, 1.2143, 1.1053, 0.9922, 0.8761, 0.7590, 0.6435, 0.5330
        };
        double[] temperatures = {
            442.538, 445.249, 448.139, 451.206, 454.438, 457.809, 461.273, 464.755, 468.157, 471.358
        };
        PlugFlowReactor tube = Reactors.siettos(1001);
        Trajectory end =
                Simulator.STANDARD.simulate(
                        tube,
                        new Run(InitialState.of(1, 440), InputProfile.constant(0, 1.6, 440)),
                        4);
        for (int i = 0; i < 10; i++) {
            int node = 100 * (i + 1) - 1;
            assertThat(end.concentration(0, node)).isCloseTo(concentrations[i], within(3.2e-3));
            assertThat(end.temperatureK(0, node)).isCloseTo(temperatures[i], within(0.11));
        }
        // classical Runge-Kutta along the tube: 0.53126 and 471.4049
        assertThat(end.concentration(0, 999)).isCloseTo(0.53126, within(2e-4));
        assertThat(end.temperatureK(0, 999)).isCloseTo(471.4049, within(5e-3));
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void oneRunIsTwoOneAfterTheOther(Reactor reactor) {
        double windowH = Reactors.windowH(reactor);
        Run run = Reactors.run(reactor);
        double[] inputs = run.inputs().values()[0];
        double[] others = inputs.clone();
        others[0] += reactor instanceof Cstr ? -2 : 20;
        InputProfile changing =
                new InputProfile(new double[] {0, 0.4 * windowH}, new double[][] {inputs, others});
        Trajectory whole =
                TIGHT.simulate(reactor, new Run(run.start(), changing), 0.4 * windowH, windowH);
        Trajectory first = TIGHT.simulate(reactor, run, 0.4 * windowH);
        Trajectory second =
                TIGHT.simulate(
                        reactor,
                        new Run(first.stateAt(0), InputProfile.constant(others)),
                        0.6 * windowH);
        for (int node = 0; node < whole.nodes(); node++) {
            assertThat(whole.concentration(0, node)).isEqualTo(first.concentration(0, node));
            assertThat(whole.temperatureK(1, node))
                    .isCloseTo(second.temperatureK(0, node), within(1e-7));
            assertThat(whole.concentration(1, node))
                    .isCloseTo(second.concentration(0, node), within(1e-9));
        }
    }

    @Test
    void changesAfterTheLastTimeDoNotMatterAndTimesMayBeIrregular() {
        InputProfile late =
                new InputProfile(new double[] {0, 0.003}, new double[][] {{1e5}, {9e5}});
        Run run = new Run(InitialState.of(2, 420), late);
        Run constant = new Run(InitialState.of(2, 420), InputProfile.constant(1e5));
        assertThat(TIGHT.simulate(BatchReactor.NOMINAL, run, 0, 1e-7, 0.0029, 0.003).states())
                .containsExactly(
                        TIGHT.simulate(BatchReactor.NOMINAL, constant, 0, 1e-7, 0.0029, 0.003)
                                .states(),
                        within(1e-10));
        Trajectory atZero = TIGHT.simulate(BatchReactor.NOMINAL, run, 0);
        assertThat(atZero.states()).containsExactly(2, 420);
    }

    @Test
    void heatIsLostToTheSurroundings() {
        Reactor cooling = Reactors.isothermal(1e-12, 1).withExtra(ExtraPhysics.heatLoss(2310, 300));
        Trajectory run = TIGHT.simulate(cooling, Run.ofFeatures(cooling, 400, 1, 0, 0), 0.05, 0.1);
        // 2310 kJ/(h K) of 231 kJ/(m3 K) and 1 m3: ten times an hour
        assertThat(run.temperatureK(0, 0)).isCloseTo(300 + 100 * Math.exp(-0.5), within(1e-8));
        assertThat(run.temperatureK(1, 0)).isCloseTo(300 + 100 * Math.exp(-1), within(1e-8));
    }

    @Test
    void theSideReactionTakesItsShare() {
        Reactor both =
                Reactors.isothermal(10, 1)
                        .withExtra(ExtraPhysics.NONE.withSideReaction(5, 0, -2310));
        Trajectory run = TIGHT.simulate(both, Run.ofFeatures(both, 350, 3, 0, 0), 0.1);
        double left = 3 * Math.exp(-1.5);
        assertThat(run.concentration(0, 0)).isCloseTo(left, within(1e-9));
        // a third of what is converted goes there, and sets 10 K free for each kmol/m3
        assertThat(run.temperatureK(0, 0)).isCloseTo(350 + 10 * (3 - left) / 3, within(1e-8));
    }

    @ParameterizedTest
    @EnumSource(Simulator.Method.class)
    void badTimesAndStatesAreNamed(Simulator.Method method) {
        Simulator simulator = new Simulator(method, Tolerances.STANDARD);
        Run run = Run.ofFeatures(BatchReactor.NOMINAL, 400, 1, 0, 0);
        assertThatThrownBy(() -> simulator.simulate(BatchReactor.NOMINAL, run))
                .hasMessageContaining("timesH is empty");
        assertThatThrownBy(() -> simulator.simulate(BatchReactor.NOMINAL, run, 0.1, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at position 1");
        assertThatThrownBy(() -> simulator.simulate(BatchReactor.NOMINAL, run, -1))
                .hasMessageContaining("at position 0");
        assertThatThrownBy(() -> simulator.simulate(BatchReactor.NOMINAL, run, Double.NaN))
                .hasMessageContaining("at position 0");
        assertThatThrownBy(
                        () ->
                                simulator.simulate(
                                        BatchReactor.NOMINAL,
                                        Run.ofFeatures(BatchReactor.NOMINAL, 400, -1, 0, 0),
                                        1))
                .hasMessageContaining("-1.0 kmol/m3");
        assertThatThrownBy(
                        () ->
                                simulator.simulate(
                                        BatchReactor.NOMINAL,
                                        Run.ofFeatures(BatchReactor.NOMINAL, 0, 1, 0, 0),
                                        1))
                .hasMessageContaining("0.0 K");
    }

    @Test
    void runsThatDoNotFitAreNamed() {
        Run ofTwoInputs = Run.ofFeatures(Cstr.NOMINAL, 400, 1, 0, 0);
        assertThatThrownBy(() -> TIGHT.simulate(BatchReactor.NOMINAL, ofTwoInputs, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 columns", "BATCH", "takes 1");
        Run profile =
                new Run(
                        new InitialState(new double[3], new double[] {300, 300, 300}),
                        InputProfile.constant(0, 1, 300));
        assertThatThrownBy(() -> TIGHT.simulate(PlugFlowReactor.NOMINAL, profile, 1))
                .hasMessageContaining("3 nodes; give 1 or 9");
        assertThatThrownBy(() -> Run.ofFeatures(Cstr.NOMINAL, 1, 2, 3))
                .hasMessageContaining("3 features; give 4");
        assertThatThrownBy(() -> new InitialState(new double[1], new double[2]))
                .hasMessageContaining("1 concentrations and 2 temperatures");
    }

    @Test
    void badInputProfilesAreNamed() {
        double[][] one = {{1}};
        assertThatThrownBy(() -> new InputProfile(new double[0], new double[0][]))
                .hasMessageContaining("0 entries");
        assertThatThrownBy(() -> new InputProfile(new double[] {1}, one))
                .hasMessageContaining("starts at 1.0");
        assertThatThrownBy(() -> new InputProfile(new double[] {0, 0}, new double[][] {{1}, {2}}))
                .hasMessageContaining("changeTimesH[1] is 0.0");
        assertThatThrownBy(
                        () -> new InputProfile(new double[] {0, 1}, new double[][] {{1}, {2, 3}}))
                .hasMessageContaining("values[1] has 2 inputs");
        assertThatThrownBy(() -> InputProfile.constant(1, Double.NaN))
                .hasMessageContaining("values[0][1] is NaN");
    }

    @Test
    void badTolerancesAreNamed() {
        assertThatThrownBy(() -> Tolerances.of(0)).hasMessageContaining("relative is 0.0");
        assertThatThrownBy(() -> Tolerances.of(0.1)).hasMessageContaining("1e-13 to 1e-2");
        assertThatThrownBy(() -> new Tolerances(1e-6, 0, 1e-6, 10))
                .hasMessageContaining("concentrationKmolPerM3 is 0.0");
        assertThatThrownBy(() -> new Tolerances(1e-6, 1e-6, 11, 10))
                .hasMessageContaining("temperatureK is 11.0");
        assertThatThrownBy(() -> new Tolerances(1e-6, 1e-6, 1e-6, 0))
                .hasMessageContaining("maximumSteps is 0.0");
    }

    @Test
    void theExplicitMethodSaysWhenARunIsTooStiffForIt() {
        Simulator explicit =
                new Simulator(
                        Simulator.Method.DORMAND_PRINCE, new Tolerances(1e-6, 1e-6, 1e-6, 1000));
        Cstr fast = new Cstr(1, 5, 350, 4, 0, Fluid.NOMINAL, new Kinetics(1e9, 0, 0, 1));
        assertThatThrownBy(() -> explicit.simulate(fast, Run.ofFeatures(fast, 350, 4, 0, 0), 1))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.STEP_LIMIT))
                .hasMessageContaining("take the method for stiff runs");
    }

    @ParameterizedTest
    @EnumSource(Simulator.Method.class)
    void aLongSimulationEndsWhereItsThreadIsInterrupted(Simulator.Method method) {
        // so stiff, restless and exact that it takes many thousand steps
        Cstr fast = new Cstr(1, 5, 350, 4, 0, Fluid.NOMINAL, new Kinetics(1e9, 0, 0, 1));
        Simulator endless = new Simulator(method, new Tolerances(1e-13, 1e-13, 1e-13, 10_000_000));
        InputProfile restless =
                new InputProfile(
                        IntStream.range(0, 20_000).mapToDouble(i -> i * 0.01).toArray(),
                        IntStream.range(0, 20_000)
                                .mapToObj(i -> new double[] {i % 2, 0})
                                .toArray(double[][]::new));
        Run run = new Run(InitialState.of(4, 350), restless);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> endless.simulate(fast, run, 200))
                    .isInstanceOf(StoppedException.class);
        } finally {
            // the mark is this test's own
            Thread.interrupted();
        }
    }

    @Test
    void aLaterInputThatCannotBeSaysWhen() {
        InputProfile less =
                new InputProfile(new double[] {0, 0.002}, new double[][] {{0, 0}, {-4.5, 0}});
        Run run = new Run(InitialState.of(2, 380), less);
        assertThatThrownBy(() -> TIGHT.simulate(Cstr.NOMINAL, run, 0.001, 0.004))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(Reason.UNPHYSICAL_INPUT);
                            assertThat(e.timeH()).isEqualTo(0.002);
                        });
    }

    @Test
    void trajectoriesAreReadByNodeAndTime() {
        Trajectory run =
                new Trajectory(
                        new double[] {1, 2}, 2, new double[] {1, 301, 2, 302, 3, 303, 4, 304});
        assertThat(run.concentrations(MeasuredNode.FIRST)).containsExactly(1, 3);
        assertThat(run.concentrations(MeasuredNode.OUTLET)).containsExactly(2, 4);
        assertThat(run.temperaturesK(MeasuredNode.OUTLET)).containsExactly(302, 304);
        assertThat(run.stateAt(1).concentrationsKmolPerM3()).containsExactly(3, 4);
        assertThat(run.stateAt(1).temperaturesK()).containsExactly(303, 304);
        assertThat(run.times()).isEqualTo(2);
        assertThatThrownBy(() -> new Trajectory(new double[1], 2, new double[3]))
                .hasMessageContaining("3 states");
    }

    @Test
    void manyRunsAreTheSameAsOneByOne() {
        ChainSimulation many = new ChainSimulation(Cstr.NOMINAL, Tolerances.STANDARD);
        for (double t0 : new double[] {310, 480, 590}) {
            double[] state = {2.5, t0};
            many.start(state, 1, 2e5);
            many.advanceTo(0.002);
            many.advanceTo(0.005);
            Trajectory one =
                    Simulator.STANDARD.simulate(
                            Cstr.NOMINAL,
                            Run.ofFeatures(Cstr.NOMINAL, t0, 2.5, 2e5, 1),
                            0.002,
                            0.005);
            assertThat(state).containsExactly(Arrays.copyOfRange(one.states(), 2, 4));
        }
    }
}

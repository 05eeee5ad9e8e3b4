package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Fluid;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.ParameterCheck;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.SimulationException.Reason;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rodas4Test {
    private static final Simulator TIGHT =
            new Simulator(Simulator.Method.ROSENBROCK, Tolerances.TIGHT);

    static Stream<Reactor> reactors() {
        return Stream.concat(
                Reactors.all().stream(),
                Stream.of(
                        Reactors.ofOrder(Cstr.NOMINAL, 1.5),
                        Reactors.ofOrder(BatchReactor.NOMINAL, 2.5),
                        Reactors.ofOrder(PlugFlowReactor.NOMINAL, 1.3)));
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void fixedStepsConvergeWithOrderFour(Reactor reactor) {
        // of a batch while it reacts: equal steps are of no use for what follows
        boolean batch = reactor.type() == ReactorType.BATCH;
        double windowH = (batch ? 0.08 : 1) * Reactors.windowH(reactor);
        double[] exact = TIGHT.simulate(reactor, Reactors.run(reactor), windowH).states();
        int steps = batch ? 32 : 8;
        double coarse = distance(fixedSteps(reactor, windowH, steps), exact);
        double fine = distance(fixedSteps(reactor, windowH, 2 * steps), exact);
        double finest = distance(fixedSteps(reactor, windowH, 4 * steps), exact);
        double order = Math.log(coarse / finest) / Math.log(4);
        assertThat(order).describedAs("%s, %s, %s", coarse, fine, finest).isBetween(3.5, 5.2);
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void agreesWithDormandAndPrince(Reactor reactor) {
        double windowH = Reactors.windowH(reactor);
        double[] times = {0.1 * windowH, 0.33 * windowH, windowH};
        Run run = Reactors.run(reactor);
        Simulator explicit = new Simulator(Simulator.Method.DORMAND_PRINCE, Tolerances.of(1e-12));
        double[] expected = explicit.simulate(reactor, run, times).states();
        double[] actual = TIGHT.simulate(reactor, run, times).states();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .describedAs("state %s", i)
                    .isCloseTo(expected[i], within(1e-9 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-4, 1e-5, 1e-6, 1e-8})
    void errorsFollowTheTolerance(double relative) {
        Run run = Run.ofFeatures(BatchReactor.NOMINAL, 480, 5, 0, 0);
        double[] times = {0.005, 0.01, 0.02, 0.05};
        double[] exact = TIGHT.simulate(BatchReactor.NOMINAL, run, times).states();
        double[] actual =
                new Simulator(Simulator.Method.AUTO, Tolerances.of(relative))
                        .simulate(BatchReactor.NOMINAL, run, times)
                        .states();
        assertThat(distance(actual, exact)).isLessThan(3000 * relative).isGreaterThan(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 40, 1e4, 1e8})
    void anIsothermalReactionOfFirstOrderDecaysExponentially(double perH) {
        double[] times = {0.001, 0.01, 0.05, 1};
        Trajectory actual =
                TIGHT.simulate(
                        Reactors.isothermal(perH, 1),
                        Run.ofFeatures(BatchReactor.NOMINAL, 350, 4, 0, 0),
                        times);
        for (int i = 0; i < times.length; i++) {
            assertThat(actual.concentration(i, 0))
                    .isCloseTo(4 * Math.exp(-perH * times[i]), within(1e-9));
            assertThat(actual.temperatureK(i, 0)).isCloseTo(350, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.75, 1.3, 1.5, 2, 2.5, 3})
    void anIsothermalReactionOfAnyOrderFollowsItsClosedForm(double order) {
        // C^(1-n) = C0^(1-n) + (n - 1) k t
        double[] times = {0.01, 0.05, 0.1};
        Trajectory actual =
                TIGHT.simulate(
                        Reactors.isothermal(10, order),
                        Run.ofFeatures(BatchReactor.NOMINAL, 350, 4, 0, 0),
                        times);
        for (int i = 0; i < times.length; i++) {
            double base = Math.pow(4, 1 - order) + (order - 1) * 10 * times[i];
            assertThat(actual.concentration(i, 0))
                    .isCloseTo(Math.pow(base, 1 / (1 - order)), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.6, 0.9})
    void anOrderBelowOneEndsInFiniteTimeAndStaysAtZero(double order) {
        double k = 10;
        double endH = Math.pow(4, 1 - order) / ((1 - order) * k);
        Trajectory actual =
                Simulator.STANDARD.simulate(
                        Reactors.isothermal(k, order),
                        Run.ofFeatures(BatchReactor.NOMINAL, 350, 4, 0, 0),
                        0.99 * endH,
                        1.05 * endH,
                        10 * endH);
        double before = Math.pow(0.01 * Math.pow(4, 1 - order), 1 / (1 - order));
        assertThat(actual.concentration(0, 0)).isCloseTo(before, within(3e-5));
        assertThat(actual.concentration(1, 0)).isBetween(0.0, 1e-6);
        assertThat(actual.concentration(2, 0)).isBetween(0.0, 1e-8);
    }

    @Test
    void anAdiabaticVesselKeepsItsEnergy() {
        double[] times = {0.002, 0.01, 0.05};
        Trajectory actual =
                Simulator.STANDARD.simulate(
                        BatchReactor.NOMINAL,
                        Run.ofFeatures(BatchReactor.NOMINAL, 450, 5, 0, 0),
                        times);
        for (int i = 0; i < times.length; i++) {
            // T - dH/(rho Cp) C stays as it is; linear, so every step keeps it to rounding
            assertThat(actual.temperatureK(i, 0) + 1.15e4 / 231 * actual.concentration(i, 0))
                    .isCloseTo(450 + 1.15e4 / 231 * 5, within(1e-6));
        }
        assertThat(actual.concentration(2, 0)).isLessThan(0.01);
    }

    @Test
    void neverFallsBelowZero() {
        for (Reactor reactor :
                new Reactor[] {
                    BatchReactor.NOMINAL.withKinetics(
                            BatchReactor.NOMINAL.kinetics().withPreExponentialFactor(8.46e8)),
                    Reactors.ofOrder(BatchReactor.NOMINAL, 0.5),
                    Reactors.ofOrder(BatchReactor.NOMINAL, 0.7).withExtra(Reactors.EXTRA),
                    Reactors.ofOrder(Cstr.NOMINAL, 0.5)
                }) {
            for (double t0 = 300; t0 <= 600; t0 += 60) {
                for (double c0 = 0; c0 <= 6; c0 += 1.5) {
                    double[] times = new double[50];
                    for (int i = 0; i < 50; i++) {
                        times[i] = Reactors.windowH(reactor) * (i + 1) / 10;
                    }
                    Trajectory run =
                            Simulator.STANDARD.simulate(
                                    reactor, Run.ofFeatures(reactor, t0, c0, 0, -3.5), times);
                    assertThat(Arrays.stream(run.concentrations(MeasuredNode.OUTLET)).boxed())
                            .allSatisfy(c -> assertThat(c).isBetween(0.0, 6.0));
                }
            }
        }
    }

    @Test
    void aSlowChangeAfterAFastOneIsCheap() {
        // rates 1e9 times apart: an explicit method would need 1e8 steps
        NodeChain chain = new NodeChain(Reactors.isothermal(1e9, 1));
        Rodas4 integrator = new Rodas4(chain, Tolerances.STANDARD);
        chain.setInputs(0);
        integrator.begin();
        double[] state = {4, 350};
        integrator.advance(state, 0, 1);
        assertThat(state[0]).isBetween(0.0, 1e-6);
        assertThat(integrator.steps()).isLessThan(120);
    }

    @Test
    void stopsAtItsLimitOfSteps() {
        Simulator short30 =
                new Simulator(Simulator.Method.ROSENBROCK, new Tolerances(1e-10, 1e-10, 1e-10, 30));
        assertThatThrownBy(
                        () ->
                                short30.simulate(
                                        BatchReactor.NOMINAL,
                                        Run.ofFeatures(BatchReactor.NOMINAL, 500, 5, 0, 0),
                                        0.05))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(Reason.STEP_LIMIT);
                            assertThat(e.timeH()).isBetween(0.0, 0.05);
                        })
                .hasMessageContaining("more than 30 steps");
    }

    @Test
    void givesARunawayUp() {
        BatchReactor oven =
                new BatchReactor(1, 0, new Fluid(1, 0.1), new Kinetics(8.46e7, 5e4, -1.15e6, 1));
        assertThatThrownBy(
                        () ->
                                Simulator.STANDARD.simulate(
                                        oven, Run.ofFeatures(oven, 400, 5, 0, 0), 1))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.RUNAWAY))
                .hasMessageContaining("check inputs and kinetics");
        assertThatThrownBy(
                        () ->
                                Simulator.STANDARD.simulate(
                                        BatchReactor.NOMINAL,
                                        Run.ofFeatures(BatchReactor.NOMINAL, 300, 1, -5e5, -5e5),
                                        1))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.RUNAWAY))
                .hasMessageContaining(" K and ");
    }

    @Test
    void saysWhenNumbersEnd() {
        Kinetics making = new Kinetics(-10, 0, 0, 2);
        BatchReactor backwards =
                new BatchReactor(
                        1, 0, Fluid.NOMINAL, making, ExtraPhysics.NONE, ParameterCheck.FINITE);
        // C' = 10 C^2 from 1: infinite after 0.1 h
        assertThatThrownBy(
                        () ->
                                Simulator.STANDARD.simulate(
                                        backwards, Run.ofFeatures(backwards, 400, 1, 0, 0), 1))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(Reason.STEP_TOO_SMALL);
                            assertThat(e.timeH()).isCloseTo(0.1, within(1e-4));
                        });
        // below 0 K rates of a backward reactor overflow
        Reactor plain =
                new BatchReactor(
                        1,
                        0,
                        Fluid.NOMINAL,
                        BatchReactor.NOMINAL.kinetics(),
                        ExtraPhysics.NONE,
                        ParameterCheck.FINITE);
        assertThatThrownBy(
                        () ->
                                Simulator.STANDARD.simulate(
                                        plain, Run.ofFeatures(plain, -1, 1, 0, 0), 1))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NON_FINITE))
                .hasMessageContaining("check the start and the parameters");
    }

    private static double[] fixedSteps(Reactor reactor, double windowH, int steps) {
        NodeChain chain = new NodeChain(reactor);
        Run run = Reactors.run(reactor);
        chain.setInputs(run.inputs().values()[0]);
        double[] state = Simulator.stateOf(run.start(), chain);
        Rodas4Step step = new Rodas4Step(chain, Tolerances.STANDARD);
        for (int i = 0; i < steps; i++) {
            step.startAt(state);
            step.attempt(state, windowH / steps);
            System.arraycopy(step.next(), 0, state, 0, state.length);
        }
        return state;
    }

    private static double distance(double[] actual, double[] expected) {
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
        }
        return largest;
    }
}

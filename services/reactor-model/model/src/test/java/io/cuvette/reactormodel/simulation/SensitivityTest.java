package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Fluid;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SensitivityTest {

    static java.util.stream.Stream<Reactor> reactors() {
        return Reactors.all().stream();
    }

    @Test
    void ofKineticsIsThatOfTheClosedForm() {
        // no heat of reaction: T stays, C = C0 exp(-k t)
        Kinetics kinetics = Kinetics.withRateConstantAt(400, 30, 5e4, 0, 1);
        BatchReactor vessel = new BatchReactor(1, 0, Fluid.NOMINAL, kinetics);
        Run run = Run.ofFeatures(vessel, 420, 3, 0, 0);
        Sensitivity sensitivity = Sensitivity.ofKinetics(vessel, run, 400, 0.01, 0.03);
        double k = kinetics.rateConstantAt(420);
        for (int i = 0; i < 2; i++) {
            double t = i == 0 ? 0.01 : 0.03;
            double c = 3 * Math.exp(-k * t);
            assertThat(sensitivity.trajectory().concentration(i, 0)).isCloseTo(c, within(1e-9));
            assertThat(sensitivity.derivatives().get(0).concentration(i, 0))
                    .isCloseTo(-k * t * c, within(2e-6));
            assertThat(sensitivity.derivatives().get(1).concentration(i, 0))
                    .isCloseTo(-k * t * c * (1 / 400.0 - 1 / 420.0) / 8.314, within(1e-10));
            // dT/d(dH) = -(C0 - C)/(rho Cp)
            assertThat(sensitivity.derivatives().get(2).temperatureK(i, 0))
                    .isCloseTo(-(3 - c) / 231, within(3e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void changesOfKineticsChangeRunsByIt(Reactor reactor) {
        double windowH = Reactors.windowH(reactor);
        Run run = Reactors.run(reactor);
        Sensitivity sensitivity = Sensitivity.ofKinetics(reactor, run, 420, windowH / 10, windowH);
        Kinetics kinetics = reactor.kinetics();
        Kinetics other =
                Kinetics.withRateConstantAt(
                        420,
                        kinetics.rateConstantAt(420) * Math.exp(2e-5),
                        kinetics.activationEnergyKJPerKmol() + 0.5,
                        kinetics.reactionEnthalpyKJPerKmol() - 0.2,
                        kinetics.reactionOrder());
        Trajectory moved =
                new Simulator(Simulator.Method.AUTO, Tolerances.of(1e-12))
                        .simulate(reactor.withKinetics(other), run, windowH / 10, windowH);
        double[] base = sensitivity.trajectory().states();
        for (int i = 0; i < base.length; i++) {
            double predicted =
                    2e-5 * sensitivity.derivatives().get(0).states()[i]
                            + 0.5 * sensitivity.derivatives().get(1).states()[i]
                            - 0.2 * sensitivity.derivatives().get(2).states()[i];
            assertThat(moved.states()[i] - base[i])
                    .isCloseTo(predicted, within(2e-8 + 1e-3 * Math.abs(predicted)));
        }
    }

    @Test
    void ofInputsIsThatOfTheClosedForm() {
        // nothing reacts: C goes to the feed's, T to where exchange and heat balance
        Cstr tank = new Cstr(2, 40, 300, 4, 0, Fluid.NOMINAL, new Kinetics(1e-12, 0, 0, 1));
        InputProfile inputs =
                new InputProfile(new double[] {0, 0.01}, new double[][] {{1, 1e5}, {-4, 0}});
        Run run = new Run(InitialState.of(1, 350), inputs);
        Sensitivity sensitivity = Sensitivity.ofInputs(tank, run, 0.01, 0.03);
        double first = 1 - Math.exp(-20 * 0.01);
        double second = 1 - Math.exp(-20 * 0.02);
        assertThat(sensitivity.derivatives()).hasSize(4);
        Trajectory byFeed = sensitivity.derivatives().get(0);
        assertThat(byFeed.concentration(0, 0)).isCloseTo(first, within(1e-7));
        assertThat(byFeed.concentration(1, 0)).isCloseTo(first * (1 - second), within(1e-7));
        Trajectory byHeat = sensitivity.derivatives().get(1);
        assertThat(byHeat.temperatureK(0, 0)).isCloseTo(first / (20 * 231 * 2), within(1e-10));
        // at the feed's lowest concentration only forward differences are possible
        Trajectory byLaterFeed = sensitivity.derivatives().get(2);
        assertThat(byLaterFeed.concentration(0, 0)).isCloseTo(0, within(1e-9));
        assertThat(byLaterFeed.concentration(1, 0)).isCloseTo(second, within(1e-7));
        assertThat(sensitivity.derivatives().get(3).temperatureK(1, 0))
                .isCloseTo(second / (20 * 231 * 2), within(1e-10));
    }

    @Test
    void ofATubesInletReachesTheOutlet() {
        PlugFlowReactor tube =
                new PlugFlowReactor(
                        2, 1, 0.002, 0, 0, 350, 4, Fluid.NOMINAL, new Kinetics(3, 0, 0, 1));
        Run run = new Run(InitialState.of(0, 350), InputProfile.constant(0, 0, 340));
        Sensitivity sensitivity = Sensitivity.ofInputs(tube, run, 20);
        double share = Math.pow(1 + 3 / 6.0, -3);
        assertThat(sensitivity.derivatives().get(1).concentration(0, 2))
                .isCloseTo(share, within(1e-7));
        assertThat(sensitivity.derivatives().get(2).temperatureK(0, 2)).isCloseTo(1, within(1e-6));
    }

    @Test
    void ofTheInitialStateIsThatOfTheClosedForm() {
        BatchReactor vessel = Reactors.isothermal(30, 1);
        for (double c0 : new double[] {0, 2}) {
            Sensitivity sensitivity =
                    Sensitivity.ofInitialState(
                            vessel, Run.ofFeatures(vessel, 350, c0, 0, 0), 0.01, 0.05);
            assertThat(sensitivity.derivatives()).hasSize(2);
            assertThat(sensitivity.derivatives().get(0).concentration(1, 0))
                    .isCloseTo(Math.exp(-1.5), within(1e-7));
            assertThat(sensitivity.derivatives().get(1).temperatureK(1, 0))
                    .isCloseTo(1, within(1e-7));
        }
    }
}

package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.PaperScheme.Recording;
import org.junit.jupiter.api.Test;

class PaperSchemeTest {
    private static final Simulator TIGHT = new Simulator(Simulator.Method.AUTO, Tolerances.TIGHT);

    @Test
    void recordsTheStepsThatThePaperRecords() {
        assertThat(PaperScheme.timesH(ReactorType.CSTR, Recording.META_TRAINING))
                .containsExactly(
                        new double[] {
                            1e-4, 6e-4, 11e-4, 16e-4, 21e-4, 26e-4, 31e-4, 36e-4, 41e-4, 46e-4
                        },
                        within(1e-15));
        assertThat(PaperScheme.timesH(ReactorType.CSTR, Recording.FEW_SHOT))
                .contains(5e-4, 5e-3)
                .hasSize(10);
        assertThat(PaperScheme.timesH(ReactorType.BATCH, Recording.META_TRAINING)[9])
                .isCloseTo(451e-4, within(1e-15));
        assertThat(PaperScheme.timesH(ReactorType.BATCH, Recording.FEW_SHOT)[9])
                .isCloseTo(0.05, within(1e-15));
        for (Recording recording : Recording.values()) {
            double[] times = PaperScheme.timesH(ReactorType.PLUG_FLOW, recording);
            assertThat(times[0]).isCloseTo(0.01, within(1e-15));
            assertThat(times[9]).isCloseTo(0.1, within(1e-15));
        }
    }

    @Test
    void theNominalTankStaysAtItsSteadyState() {
        Trajectory run =
                new PaperScheme(Cstr.NOMINAL, Recording.FEW_SHOT)
                        .simulate(Run.ofFeatures(Cstr.NOMINAL, 402, 1.95, 0, 0));
        for (int i = 0; i < 10; i++) {
            assertThat(run.temperatureK(i, 0)).isCloseTo(402.0, within(1e-3));
            assertThat(run.concentration(i, 0)).isCloseTo(1.950, within(1e-4));
        }
    }

    @Test
    void eulersErrorIsOfFirstOrder() {
        for (Reactor reactor : new Reactor[] {Cstr.NOMINAL, BatchReactor.NOMINAL}) {
            Run run = Run.ofFeatures(reactor, 420, 3, 1e5, 1e5);
            PaperScheme scheme = new PaperScheme(reactor, Recording.FEW_SHOT);
            if (reactor instanceof Cstr) {
                run = Run.ofFeatures(reactor, 420, 3, 1e5, 1);
            }
            Trajectory euler = scheme.simulate(run);
            Trajectory exact = TIGHT.simulate(reactor, run, euler.timesH());
            // half the step times the second derivative, over the window
            double error = Math.abs(euler.temperatureK(1, 0) - exact.temperatureK(1, 0));
            assertThat(error).describedAs("%s", reactor.type()).isBetween(1e-3, 1.5);
        }
        assertThat(
                        new PaperScheme(BatchReactor.NOMINAL, Recording.META_TRAINING)
                                .simulate(Run.ofFeatures(BatchReactor.NOMINAL, 420, 3, 1e5, 1e5))
                                .concentration(0, 0))
                // one step: C - h k0 exp(-E/RT) C
                .isCloseTo(3 - 1e-4 * 8.46e7 * Math.exp(-5e4 / (8.314 * 420)) * 3, within(1e-12));
    }

    @Test
    void theTubesMethodIsThatOfThePublishedRun() {
        // PFR_Simulation_Validation, cell 9: 11 nodes from the printed steady profile, jacket at
        // 393 K; C at the nodes 1 and 10 after each of five steps as printed there
        double[] concentrations = {
            1.5111947036559625,
            1.417387640197116,
            1.3184219134355777,
            1.2143091606184162,
            1.105331317367263,
            0.9921731706476451,
            0.8760742913774546,
            0.7589642805672522,
            0.6435103342443346,
            0.5329795659848772
        };
        double[] temperatures = {
            442.537980203289,
            445.24937842606676,
            448.1391353316486,
            451.20586746040226,
            454.43809815470087,
            457.80935816302986,
            461.2725883629541,
            464.75519617827314,
            468.1574151982801,
            471.3575957995257
        };
        double[] first = {1.51063123, 1.51009632, 1.50959728, 1.509138, 1.5087199};
        double[] outlet = {0.53379592, 0.53443863, 0.53491062, 0.53521472, 0.53535363};
        Trajectory run =
                new PaperScheme(Reactors.siettos(11), Recording.FEW_SHOT)
                        .simulate(
                                new Run(
                                        new InitialState(concentrations, temperatures),
                                        InputProfile.constant(100, 1.6, 440)));
        for (int i = 0; i < 5; i++) {
            assertThat(run.concentration(i, 0)).isCloseTo(first[i], within(6e-9));
            assertThat(run.concentration(i, 9)).isCloseTo(outlet[i], within(6e-9));
        }
    }

    @Test
    void theTubesFourthStageMakesItsErrorAThousandTimesLarger() {
        PlugFlowReactor tube = PlugFlowReactor.NOMINAL;
        Run run = Run.ofFeatures(tube, 400, 2, 100, 100);
        Trajectory paper = new PaperScheme(tube, Recording.FEW_SHOT).simulate(run);
        Trajectory classical = new PaperScheme(tube, Recording.FEW_SHOT, 1).simulate(run);
        Trajectory exact = TIGHT.simulate(tube, run, paper.timesH());
        assertThat(largestError(paper.temperaturesK(MeasuredNode.FIRST), exact, true))
                .isCloseTo(0.66, within(0.02));
        assertThat(largestError(paper.concentrations(MeasuredNode.FIRST), exact, false))
                .isCloseTo(0.012, within(5e-4));
        assertThat(largestError(classical.temperaturesK(MeasuredNode.FIRST), exact, true))
                .isCloseTo(4e-4, within(1e-4));
        assertThat(largestError(classical.concentrations(MeasuredNode.FIRST), exact, false))
                .isCloseTo(1e-5, within(2e-6));
    }

    private static double largestError(double[] values, Trajectory exact, boolean ofTemperature) {
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            double expected = ofTemperature ? exact.temperatureK(i, 0) : exact.concentration(i, 0);
            largest = Math.max(largest, Math.abs(values[i] - expected));
        }
        return largest;
    }
}

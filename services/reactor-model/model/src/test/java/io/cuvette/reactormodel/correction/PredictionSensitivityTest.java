package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.baseline.RidgeRegression;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionSensitivityTest {
    // one lies at a step of the encoding, one beyond the window
    private static final double[] TIMES = {0.0011, 0.0025, 0.005, 0.006};

    /** Encoded runs are of single precision, of which differences leave three digits. */
    private static final double CLOSE = 2e-3;

    private static final Run TANK_RUN =
            new Run(
                    InitialState.of(2, 395),
                    new InputProfile(
                            new double[] {0, 0.0024}, new double[][] {{0.5, 3e4}, {-0.5, -2e4}}));

    private static DeclaredReactor declared(Reactor reactor) {
        return new DeclaredReactor(
                reactor, List.of(), MeasuredNode.OUTLET, OperatingRegion.of(reactor));
    }

    private static AdaptedReactor bare(Reactor reactor) {
        return new Adapter(Optional.empty()).adapt(declared(reactor), List.of());
    }

    /** Straight lines of random slopes, applied by three quarters. */
    private static AdaptedReactor linear(Reactor reactor) {
        DeclaredReactor declared = declared(reactor);
        Base base = new Base(reactor, declared.measured());
        OutputScale outputs = OutputScale.of(base, declared.region());
        Random random = new Random(5);
        RidgeRegression[] lines = new RidgeRegression[2];
        for (int channel = 0; channel < 2; channel++) {
            double[][] slopes = new double[RunEncoding.FEATURES + 1][1];
            for (double[] slope : slopes) {
                slope[0] = random.nextGaussian();
            }
            lines[channel] =
                    RidgeRegression.of(
                            new RidgeRegression.Coefficients(
                                    new double[slopes.length], new double[1], slopes));
        }
        RunEncoding encoding = new RunEncoding(base, declared.region(), outputs);
        return new AdaptedReactor(
                declared,
                Optional.empty(),
                base,
                outputs,
                new LinearCorrection(encoding, new double[] {0.02, 2}, lines),
                0.75,
                HeldOut.none(new double[2]));
    }

    /** Two models side by side. */
    private static AdaptedReactor network(Reactor reactor, Activation activation) {
        AdaptedReactor one = RandomCorrection.of(declared(reactor), 7, 0.05, 5);
        NetworkCorrection first = (NetworkCorrection) one.correction();
        NetworkCorrection second =
                (NetworkCorrection) RandomCorrection.of(declared(reactor), 8, 1, 1).correction();
        NetworkWeights both = NetworkWeights.sideBySide(first.weights(), second.weights());
        Architecture plain = both.architecture();
        Architecture other =
                new Architecture(
                        plain.models(), plain.inputs(), plain.units(), plain.outputs(), activation);
        return new AdaptedReactor(
                one.declared(),
                one.estimate(),
                new Base(reactor, MeasuredNode.OUTLET),
                one.scale(),
                new NetworkCorrection(
                        first.encoding(), new NetworkWeights(other, both.values()), first.scale()),
                0.5,
                HeldOut.none(new double[2]));
    }

    /** By central differences of predictions, of the size of the unit's share. */
    private static double[][] difference(
            AdaptedReactor model, Run plus, Run minus, double apart, double... times) {
        List<double[][]> y =
                model.follow(List.of(plus, minus), times).stream()
                        .map(w -> new double[][] {w.concentrationsKmolPerM3(), w.temperaturesK()})
                        .toList();
        double[][] difference = new double[2][times.length];
        for (int channel = 0; channel < 2; channel++) {
            for (int t = 0; t < times.length; t++) {
                difference[channel][t] = (y.get(0)[channel][t] - y.get(1)[channel][t]) / apart;
            }
        }
        return difference;
    }

    private static void assertDerivatives(
            AdaptedReactor model, Run run, double[] times, double share) {
        List<double[][]> found = PredictionSensitivity.ofInputs(model, run, times);
        int width = run.inputs().width();
        double[] steps = new double[width];
        for (int i = 0; i < width; i++) {
            steps[i] = 2e-3 * model.declared().region().inputs().get(i).halfWidth();
        }
        for (int q = 0; q < found.size(); q++) {
            int segment = q / width;
            int input = q % width;
            double value = run.inputs().values()[segment][input];
            Run plus =
                    new Run(run.start(), run.inputs().with(segment, input, value + steps[input]));
            Run minus =
                    new Run(run.start(), run.inputs().with(segment, input, value - steps[input]));
            assertClose(
                    "input " + q,
                    found.get(q),
                    difference(model, plus, minus, 2 * steps[input], times),
                    share);
        }
        List<double[][]> byStart = PredictionSensitivity.ofInitialState(model, run, times);
        for (int q = 0; q < byStart.size(); q++) {
            // what corrections see is followed to 1e-6: nodes that do little are moved by more
            double step = (q % 2 == 0 ? 2e-3 : 0.1) * (run.start().nodes() == 1 ? 1 : 10);
            assertClose(
                    "start " + q,
                    byStart.get(q),
                    difference(
                            model, shifted(run, q, step), shifted(run, q, -step), 2 * step, times),
                    share);
        }
    }

    private static Run shifted(Run run, int quantity, double amount) {
        double[] c = run.start().concentrationsKmolPerM3().clone();
        double[] t = run.start().temperaturesK().clone();
        (quantity % 2 == 0 ? c : t)[quantity / 2] += amount;
        return new Run(new InitialState(c, t), run.inputs());
    }

    /** To a share of the largest over time. */
    private static void assertClose(
            String what, double[][] found, double[][] expected, double share) {
        for (int channel = 0; channel < 2; channel++) {
            double largest = 0;
            for (double value : expected[channel]) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int t = 0; t < expected[channel].length; t++) {
                assertThat(found[channel][t])
                        .as("%s, channel %d, time %d", what, channel, t)
                        .isCloseTo(expected[channel][t], within(share * largest));
            }
        }
    }

    @Test
    void withoutACorrectionItIsThatOfTheBalances() {
        assertDerivatives(bare(Cstr.NOMINAL), TANK_RUN, TIMES, 1e-4);
    }

    @Test
    void derivesALinearCorrectionThroughStartInputsAndBalances() {
        AdaptedReactor corrected = linear(Cstr.NOMINAL);
        assertDerivatives(corrected, TANK_RUN, TIMES, CLOSE);
        // and it is not that of the balances
        double of = PredictionSensitivity.ofInitialState(corrected, TANK_RUN, TIMES).get(1)[1][2];
        double alone =
                PredictionSensitivity.ofInitialState(bare(Cstr.NOMINAL), TANK_RUN, TIMES)
                        .get(1)[1][2];
        assertThat(Math.abs(of - alone)).isGreaterThan(1e-3);
    }

    @Test
    void derivesANetworkThroughAllItsSteps() {
        AdaptedReactor corrected = network(Cstr.NOMINAL, Activation.TANH);
        assertDerivatives(corrected, TANK_RUN, TIMES, CLOSE);
        double of = PredictionSensitivity.ofInitialState(corrected, TANK_RUN, TIMES).get(1)[1][2];
        double alone =
                PredictionSensitivity.ofInitialState(bare(Cstr.NOMINAL), TANK_RUN, TIMES)
                        .get(1)[1][2];
        assertThat(Math.abs(of - alone)).isGreaterThan(1e-3);
    }

    @Test
    void derivesRectifiedUnitsUpToTheirKinks() {
        assertDerivatives(network(Cstr.NOMINAL, Activation.RELU), TANK_RUN, TIMES, 0.1);
    }

    @Test
    void derivesCorrectedTubesByNodesOfTheirStart() {
        PlugFlowReactor tube = PlugFlowReactor.NOMINAL;
        int nodes = tube.nodes() - 1;
        double[] c = new double[nodes];
        double[] t = new double[nodes];
        for (int node = 0; node < nodes; node++) {
            c[node] = 1 + 0.1 * node;
            t[node] = 330 + 5 * node;
        }
        Run run = new Run(new InitialState(c, t), InputProfile.constant(40, 1.5, 350));

        double[] times = {0.03, 0.1};
        assertDerivatives(linear(tube), run, times, CLOSE);
        assertDerivatives(network(tube, Activation.TANH), run, times, CLOSE);
    }

    @Test
    void whereAConcentrationIsHeldAtNothingNothingChangesIt() {
        AdaptedReactor model = RandomCorrection.of(declared(Cstr.NOMINAL), 7, 500, 5);
        double[] predicted = model.predict(List.of(TANK_RUN), List.of(TIMES)).get(0)[0];
        List<double[][]> found = PredictionSensitivity.ofInputs(model, TANK_RUN, TIMES);

        boolean held = false;
        for (int t = 0; t < TIMES.length; t++) {
            if (predicted[t] == 0) {
                held = true;
                assertThat(found.get(0)[0][t]).isZero();
                assertThat(found.get(1)[0][t]).isZero();
            }
        }
        assertThat(held).as("the correction pulls some concentration below 0").isTrue();
    }
}

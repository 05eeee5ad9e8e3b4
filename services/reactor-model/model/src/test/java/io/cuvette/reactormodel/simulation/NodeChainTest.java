package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.SimulationException.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeChainTest {

    static Stream<Reactor> reactors() {
        return Reactors.all().stream()
                .flatMap(
                        reactor ->
                                Stream.of(0.5, 1.0, 1.37, 2.0, 3.0)
                                        .map(order -> Reactors.ofOrder(reactor, order)));
    }

    @Test
    void aTanksRightHandSideIsItsBalances() {
        NodeChain chain = new NodeChain(Cstr.NOMINAL);
        chain.setInputs(0.5, 1e5);
        double[] derivative = new double[2];
        chain.derivative(new double[] {2, 410}, derivative);
        double rate = 8.46e6 * Math.exp(-5e4 / (8.314 * 410)) * 4;
        assertThat(derivative[0]).isCloseTo(5 * (4.5 - 2) - rate, within(1e-10));
        assertThat(derivative[1])
                .isCloseTo(5 * (300 - 410.0) + 1.15e4 / 231 * rate + 1e5 / 231, within(1e-8));
    }

    @Test
    void aTubesRightHandSideIsItsBalancesByUpwindDifferences() {
        NodeChain chain = new NodeChain(PlugFlowReactor.NOMINAL);
        chain.setInputs(150, 2, 420);
        double[] state = new double[18];
        for (int node = 0; node < 9; node++) {
            state[2 * node] = 1.5 - 0.1 * node;
            state[2 * node + 1] = 400 + node;
        }
        double[] derivative = new double[18];
        chain.derivative(state, derivative);
        double wall = 25 * 0.01 / (231 * 0.002);
        for (int node = 0; node < 9; node++) {
            double c = state[2 * node];
            double t = state[2 * node + 1];
            double upC = node == 0 ? 2 : state[2 * node - 2];
            double upT = node == 0 ? 420 : state[2 * node - 1];
            double rate = 8.46e6 * Math.exp(-5e4 / (8.314 * t)) * c;
            assertThat(derivative[2 * node]).isCloseTo(-18 * (c - upC) - rate, within(1e-9));
            assertThat(derivative[2 * node + 1])
                    .isCloseTo(
                            -18 * (t - upT) + 1.15e4 / 231 * rate + wall * (443 - t), within(1e-8));
        }
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void jacobianIsThatOfCentralDifferences(Reactor reactor) {
        NodeChain chain = chain(reactor);
        double[] state = state(chain);
        int size = state.length;
        double[] derivative = new double[size];
        double[] atState = new double[size];
        double[] blocks = new double[2 * size];
        chain.linearize(state, atState, blocks);
        chain.derivative(state, derivative);
        assertThat(atState).containsExactly(derivative, within(1e-9));
        for (int column = 0; column < size; column++) {
            double step = column % 2 == 0 ? 1e-5 : 1e-3;
            double[] up = derivative(chain, state, column, step);
            double[] down = derivative(chain, state, column, -step);
            for (int row = 0; row < size; row++) {
                double numeric = (up[row] - down[row]) / (2 * step);
                assertThat(entry(chain, blocks, row, column))
                        .describedAs("row %s, column %s", row, column)
                        .isCloseTo(numeric, within(1e-6 * Math.max(1, Math.abs(numeric))));
            }
        }
    }

    @Test
    void nothingReactsWhereNothingIs() {
        for (double order : new double[] {0.5, 1, 1.5, 2, 3}) {
            NodeChain chain = new NodeChain(Reactors.isothermal(1e3, order));
            chain.setInputs(0);
            double[] derivative = new double[2];
            for (double c : new double[] {0, -1e-12, -1}) {
                chain.derivative(new double[] {c, 400}, derivative);
                assertThat(derivative[0]).describedAs("order %s, C %s", order, c).isZero();
            }
        }
    }

    @Test
    void ordersBelowOneMeetTheirStraightLine() {
        NodeChain chain = new NodeChain(Reactors.isothermal(1, 0.5));
        double limit = PowerLaw.LINEAR_BELOW_KMOL_PER_M3;
        assertThat(chain.power(limit)).isCloseTo(Math.sqrt(limit), within(1e-18));
        assertThat(chain.power(limit * (1 - 1e-12))).isCloseTo(chain.power(limit), within(1e-15));
        assertThat(chain.power(limit / 2)).isCloseTo(chain.power(limit) / 2, within(1e-18));
        assertThat(chain.slope(limit / 2, chain.power(limit / 2))).isFinite();
    }

    @Test
    void inputsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new NodeChain(Cstr.NOMINAL).setInputsAt(0.2, -4.1, 0))
                .isInstanceOfSatisfying(
                        SimulationException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(Reason.UNPHYSICAL_INPUT);
                            assertThat(e.timeH()).isEqualTo(0.2);
                        })
                .hasMessageContaining("the feed's concentration would be -0.0999")
                .hasMessageContaining("kmol/m3; choose an input that makes it at least 0.");
        assertThatThrownBy(() -> new NodeChain(PlugFlowReactor.NOMINAL).setInputs(-293, 1, 300))
                .hasMessageContaining("the jacket's temperature would be 0.0 K");
        assertThatThrownBy(() -> new NodeChain(PlugFlowReactor.NOMINAL).setInputs(0, 1, -5))
                .hasMessageContaining("the inlet's temperature would be -5.0 K");
        assertThatThrownBy(() -> new NodeChain(PlugFlowReactor.NOMINAL).setInputs(0, -1, 300))
                .hasMessageContaining("the feed's concentration would be -1.0 kmol/m3");
    }

    @Test
    void aFeedBelowNothingByRoundingIsNothing() {
        NodeChain chain = new NodeChain(Cstr.NOMINAL);
        chain.setInputs(-4 - 1e-12, 0);
        assertThat(chain.upstreamConcentration()).isZero();
        assertThatThrownBy(() -> chain.setInputs(-4 - 1e-8, 0))
                .isInstanceOf(SimulationException.class);
    }

    private static NodeChain chain(Reactor reactor) {
        NodeChain chain = new NodeChain(reactor);
        chain.setInputs(Reactors.run(reactor).inputs().values()[0]);
        return chain;
    }

    private static double[] state(NodeChain chain) {
        double[] state = new double[2 * chain.nodes()];
        for (int node = 0; node < chain.nodes(); node++) {
            state[2 * node] = 2.1 - 0.2 * node;
            state[2 * node + 1] = 430 + 3 * node;
        }
        return state;
    }

    private static double[] derivative(NodeChain chain, double[] state, int column, double step) {
        double[] moved = state.clone();
        moved[column] += step;
        double[] derivative = new double[state.length];
        chain.derivative(moved, derivative);
        return derivative;
    }

    private static double entry(NodeChain chain, double[] blocks, int row, int column) {
        int node = row / 2;
        if (column / 2 == node) {
            return blocks[4 * node + 2 * (row % 2) + column % 2];
        }
        return column == row - 2 ? chain.exchangePerH() : 0;
    }

    @Test
    void aBatchReactorExchangesNothing() {
        assertThat(new NodeChain(BatchReactor.NOMINAL).exchangePerH()).isZero();
        assertThat(new NodeChain(BatchReactor.NOMINAL).nodes()).isEqualTo(1);
        assertThat(NodeChain.nodesOf(PlugFlowReactor.NOMINAL)).isEqualTo(9);
    }
}

package io.cuvette.reactormodel.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both forms of physics, on trajectories the simulator made and on ones it did not. */
class ResidualTest {
    private static final int STEPS = 10;

    /** A reactor with runs of it, in the paper's windows. */
    record Case(Reactor reactor, double windowH, double[][] features) {

        double[] timesH() {
            return IntStream.rangeClosed(1, STEPS).mapToDouble(i -> i * windowH / STEPS).toArray();
        }

        /** {@code [1, T, B, 2]}, scaled, of exact trajectories. */
        float[] exact(StandardScaler scaler) {
            float[] y = new float[STEPS * features.length * 2];
            for (int i = 0; i < features.length; i++) {
                Trajectory t =
                        Simulator.STANDARD.simulate(
                                reactor, Run.ofFeatures(reactor, features[i]), timesH());
                double[] temperatures = t.temperaturesK(MeasuredNode.FIRST);
                double[] concentrations = t.concentrations(MeasuredNode.FIRST);
                for (int step = 0; step < STEPS; step++) {
                    int at = (step * features.length + i) * 2;
                    y[at] = (float) scaler.scale(temperatures[step], 0);
                    y[at + 1] = (float) scaler.scale(concentrations[step], 1);
                }
            }
            return y;
        }
    }

    private static final StandardScaler SCALER =
            new StandardScaler(new double[] {420, 2}, new double[] {60, 1.2});

    private Tensors tensors;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
    }

    @AfterEach
    void close() {
        tensors.close();
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        Cstr.NOMINAL,
                        0.005,
                        new double[][] {{380, 2, 1e5, 0.5}, {550, 5, -2e5, -1}, {300, 1, 0, 0}}),
                new Case(
                        BatchReactor.NOMINAL,
                        0.05,
                        new double[][] {{380, 2, 1e5, 1e5}, {590, 5, 0, 0}, {450, 3, -2e5, -2e5}}),
                new Case(
                        PlugFlowReactor.NOMINAL,
                        0.1,
                        new double[][] {{380, 2, 150, 150}, {480, 3, 250, 250}}));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exactTrajectoriesSatisfyTheFlowOverAStep(Case c) {
        float[] y = c.exact(SCALER);
        StepResidual residual = stepResidual(c, 500);
        double loss = residual.evaluate(y, new float[y.length], 0);
        // float32 outputs are exact to 1e-7 of a deviation, and fast reactions enlarge that
        assertThat(1e3 * loss).isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfTheFlowReachBothEndsOfAStep(Case c) {
        float[] y = c.exact(SCALER);
        // near enough to the truth that the Jacobian, which is held, hardly differs between steps
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (2e-3 * (1.5 + Math.sin(i + 1)));
        }
        StepResidual residual = stepResidual(c, 300);
        float[] gradient = new float[y.length];
        residual.evaluate(y, gradient, 3);
        float step = 1e-4f;
        double largest = 0;
        for (float g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        for (int i = 0; i < y.length; i++) {
            float[] low = y.clone();
            float[] high = y.clone();
            low[i] -= step;
            high[i] += step;
            double numeric =
                    (residual.evaluate(high, new float[y.length], 3)
                                    - residual.evaluate(low, new float[y.length], 3))
                            / (high[i] - low[i]);
            assertThat((double) gradient[i])
                    .as("output %d", i)
                    .isCloseTo(numeric, within(0.02 * largest + 0.02 * Math.abs(numeric)));
        }
    }

    @Test
    @SuppressWarnings("try") // scopes and modes are used by being open
    void theLossOfTensorsIsTheLossAndItsGradient() {
        Case c = cases().findFirst().orElseThrow();
        float[] values = c.exact(SCALER);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.3 * Math.cos(i));
        }
        StepResidual residual = stepResidual(c, 50);
        float[] gradient = new float[values.length];
        double expected = residual.evaluate(values, gradient, 2);
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            PtNDArray y = tensors.of(values, 1, STEPS, c.features().length, 2);
            y.setRequiresGradient(true);
            PtNDArray loss = residual.loss(y, 2);
            assertThat((double) loss.toFloatArray()[0]).isCloseTo(expected, within(1e-5));
            float[] found = TorchOps.gradient(loss, y, false).toFloatArray();
            assertThat(found).containsExactly(gradient, within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @SuppressWarnings("try") // scopes and modes are used by being open
    void finiteDifferencesGiveTheReferencesLossAndItsGradient(Case c) {
        float[] values = c.exact(SCALER);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.02 * (1.5 + Math.sin(3 * i)));
        }
        for (boolean detach : new boolean[] {false, true}) {
            PaperResidual residual =
                    new PaperResidual(
                            tensors,
                            List.of(new NodeChain(c.reactor())),
                            new double[][][] {c.features()},
                            List.of(SCALER),
                            STEPS,
                            c.windowH() / STEPS,
                            detach,
                            new double[] {1});
            try (TensorScope scope = TensorScope.open();
                    GradMode on = GradMode.on()) {
                PtNDArray y = tensors.of(values, 1, STEPS, c.features().length, 2);
                y.setRequiresGradient(true);
                PtNDArray loss = residual.loss(y);
                double expected = byHand(c, values);
                assertThat((double) loss.toFloatArray()[0])
                        .isCloseTo(expected, within(2e-3 * expected));
                float[] gradient = TorchOps.gradient(loss, y, false).toFloatArray();
                boolean kept = matchesDifferences(c, values, gradient);
                // in a tank convection is too slow beside the outputs' distance to be seen
                assertThat(kept).isEqualTo(!detach || !(c.reactor() instanceof PlugFlowReactor));
            }
        }
    }

    @Test
    @SuppressWarnings("try") // scopes and modes are used by being open
    void everyModelHasItsOwnWeightOfTheReferencesPhysics() {
        Case c = cases().skip(1).findFirst().orElseThrow();
        float[] one = c.exact(SCALER);
        float[] three = new float[3 * one.length];
        for (int e = 0; e < 3; e++) {
            for (int i = 0; i < one.length; i++) {
                three[e * one.length + i] = one[i] + (float) (0.02 * (e + 1 + Math.sin(i)));
            }
        }
        double expected =
                2 * byHand(c, Arrays.copyOfRange(three, one.length, 2 * one.length))
                        + 0.5 * byHand(c, Arrays.copyOfRange(three, 2 * one.length, three.length));
        PaperResidual residual =
                new PaperResidual(
                        tensors,
                        Collections.nCopies(3, new NodeChain(c.reactor())),
                        Collections.nCopies(3, c.features()).toArray(double[][][]::new),
                        Collections.nCopies(3, SCALER),
                        STEPS,
                        c.windowH() / STEPS,
                        false,
                        new double[] {0, 2, 0.5});
        try (TensorScope scope = TensorScope.open()) {
            PtNDArray y = tensors.of(three, 3, STEPS, c.features().length, 2);
            assertThat((double) residual.loss(y).toFloatArray()[0])
                    .isCloseTo(expected, within(2e-3 * expected));
        }
    }

    @Test
    @SuppressWarnings("try") // scopes and modes are used by being open
    void theReferencesPhysicsKnowsSideReactionsAndRatesThatNoFloatHolds() {
        Reactor plain = Cstr.NOMINAL;
        // k0 beyond a float32, with the nominal rate constant at 420 K
        double more = 100 * Kinetics.GAS_CONSTANT_KJ_PER_KMOL_K * 420;
        Reactor steep =
                plain.with(
                                ReactorParameter.PRE_EXPONENTIAL_FACTOR,
                                plain.get(ReactorParameter.PRE_EXPONENTIAL_FACTOR) * Math.exp(100))
                        .with(
                                ReactorParameter.ACTIVATION_ENERGY,
                                plain.get(ReactorParameter.ACTIVATION_ENERGY) + more);
        Reactor side =
                plain.with(ReactorParameter.SIDE_PRE_EXPONENTIAL_FACTOR, 5e6)
                        .with(ReactorParameter.SIDE_ACTIVATION_ENERGY, 5e4)
                        .with(ReactorParameter.SIDE_REACTION_ENTHALPY, -2e4);
        double[][] features = {{415, 2, 0, 0}, {418, 3, 1e5, 1}};
        for (Reactor reactor : List.of(plain, steep, side)) {
            Case c = new Case(reactor, 2e-4, features);
            float[] y = c.exact(SCALER);
            for (int i = 0; i < y.length; i++) {
                y[i] += (float) (0.02 * Math.sin(3 * i));
            }
            PaperResidual residual =
                    new PaperResidual(
                            tensors,
                            List.of(new NodeChain(reactor)),
                            new double[][][] {features},
                            List.of(SCALER),
                            STEPS,
                            c.windowH() / STEPS,
                            false,
                            new double[] {1});
            try (TensorScope scope = TensorScope.open()) {
                PtNDArray outputs = tensors.of(y, 1, STEPS, features.length, 2);
                double expected = byHand(c, y);
                assertThat((double) residual.loss(outputs).toFloatArray()[0])
                        .as(reactor.toString())
                        .isCloseTo(expected, within(2e-3 * expected));
            }
        }
    }

    @Test
    @SuppressWarnings("try") // scopes and modes are used by being open
    void anOrderThatIsNotWholeIsTakenOfNoNegativeConcentration() {
        Reactor reactor = Cstr.NOMINAL.with(ReactorParameter.REACTION_ORDER, 1.5);
        PaperResidual residual =
                new PaperResidual(
                        tensors,
                        List.of(new NodeChain(reactor)),
                        new double[][][] {{{380, 2, 0, 0}}},
                        List.of(SCALER),
                        STEPS,
                        5e-4,
                        false,
                        new double[] {1});
        float[] values = new float[STEPS * 2];
        Arrays.fill(values, -3);
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            PtNDArray y = tensors.of(values, 1, STEPS, 1, 2);
            y.setRequiresGradient(true);
            PtNDArray loss = residual.loss(y);
            assertThat(loss.toFloatArray()[0]).isFinite();
            for (float slope : TorchOps.gradient(loss, y, false).toFloatArray()) {
                assertThat(slope).isFinite();
            }
        }
    }

    @Test
    void theFlowOfATankWithoutReactionIsWeighedByItsClosedForm() {
        // C' = (F / V) (C0 - C): an output of before counts exp(-F t / V) of it after
        Reactor inert = Cstr.NOMINAL.with(ReactorParameter.PRE_EXPONENTIAL_FACTOR, 1e-12);
        double stepH = 0.05;
        double[] timesH = {stepH, 2 * stepH};
        StepResidual residual =
                new StepResidual(
                        tensors,
                        List.of(inert),
                        new double[][][] {{{300, 4, 0, 0}}},
                        List.of(SCALER),
                        timesH,
                        4000,
                        1);
        // the feed's own state stays; the second output's concentration is off by one deviation
        float[] y = {
            (float) SCALER.scale(300, 0), (float) SCALER.scale(4, 1),
            (float) SCALER.scale(300, 0), (float) (SCALER.scale(4, 1) + 1)
        };
        double loss = residual.evaluate(y, new float[4], 0);
        double kept = Math.exp(-5 * stepH);
        // of four kinds of residuals, one in four looks at it from the start, one from before
        double expected = (1 + 1 / (1 + kept * kept)) / 4 / 2;
        assertThat(loss).isCloseTo(expected, within(0.05 * expected));
    }

    private static boolean matchesDifferences(Case c, float[] values, float[] gradient) {
        double largest = 0;
        for (float g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        float step = 2e-3f;
        for (int i = 0; i < values.length; i++) {
            float[] low = values.clone();
            float[] high = values.clone();
            low[i] -= step;
            high[i] += step;
            double numeric = (byHand(c, high) - byHand(c, low)) / (high[i] - low[i]);
            if (Math.abs(gradient[i] - numeric) > 1e-2 * largest) {
                return false;
            }
        }
        return true;
    }

    /** The formulas of the specification, in doubles and one value at a time. */
    private static double byHand(Case c, float[] values) {
        NodeChain chain = new NodeChain(StepResidual.firstNode(c.reactor()));
        int runs = c.features().length;
        double h = c.windowH() / STEPS;
        double sumC = 0;
        double sumT = 0;
        for (int i = 0; i < runs; i++) {
            Run run = Run.ofFeatures(c.reactor(), c.features()[i]);
            chain.setInputs(run.inputs().values()[0]);
            double[] t = new double[STEPS];
            double[] conc = new double[STEPS];
            for (int step = 0; step < STEPS; step++) {
                t[step] = SCALER.unscale(values[(step * runs + i) * 2], 0);
                conc[step] = SCALER.unscale(values[(step * runs + i) * 2 + 1], 1);
            }
            boolean tube = c.reactor() instanceof PlugFlowReactor;
            for (int step = 0; step < STEPS; step++) {
                double[] f = new double[2];
                chain.derivative(new double[] {conc[step], t[step]}, f);
                double dC = slope(conc, run.start().concentrationsKmolPerM3()[0], step, h, tube);
                double dT = slope(t, run.start().temperaturesK()[0], step, h, tube);
                sumC += (dC - f[0]) * (dC - f[0]);
                sumT += (dT - f[1]) * (dT - f[1]);
            }
        }
        return (1e-2 * sumC + 1e-5 * sumT) / (runs * STEPS);
    }

    private static double slope(double[] y, double start, int step, double h, boolean tube) {
        if (step == 0) {
            return tube ? (y[1] - y[0]) / h : (y[1] - start) / (2 * h);
        }
        return step == STEPS - 1
                ? (y[step] - y[step - 1]) / h
                : (y[step + 1] - y[step - 1]) / (2 * h);
    }

    private StepResidual stepResidual(Case c, int sampled) {
        return new StepResidual(
                tensors,
                List.of(c.reactor()),
                new double[][][] {c.features()},
                List.of(SCALER),
                c.timesH(),
                sampled,
                1);
    }
}

package io.cuvette.reactormodel.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RidgeOfRunsTest {
    private static final OperatingRegion REGION = OperatingRegion.of(Cstr.NOMINAL);
    private static final double WINDOW = REGION.windowH();
    private static final double[] STEPS =
            IntStream.rangeClosed(1, 10).mapToDouble(i -> WINDOW * i / 10).toArray();

    /** A reactor that is a straight line: what it gains by the window's end is linear. */
    private static double[][] truth(Run run, double[] timesH, DoubleUnaryOperator shape) {
        double c = run.start().concentrationsKmolPerM3()[0];
        double t = run.start().temperaturesK()[0];
        double[] inputs = run.inputs().values()[0];
        double[][] values = new double[2][timesH.length];
        for (int i = 0; i < timesH.length; i++) {
            double share = shape.applyAsDouble(timesH[i] / WINDOW);
            values[0][i] = c + share * (-0.1 * c + 0.3 * inputs[0]);
            values[1][i] = t + share * (5 + 0.02 * t + 4e-5 * inputs[1]);
        }
        return values;
    }

    private static List<ObservedRun> runs(int count, double[] timesH, DoubleUnaryOperator shape) {
        Random random = new Random(1);
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Run run =
                    new Run(
                            InitialState.of(
                                    2 + 3 * random.nextDouble(), 350 + 100 * random.nextDouble()),
                            InputProfile.constant(
                                    -1 + 2 * random.nextDouble(),
                                    -1e5 + 2e5 * random.nextDouble()));
            double[][] y = truth(run, timesH, shape);
            runs.add(new ObservedRun(run, MeasuredNode.OUTLET, timesH, y[0], y[1]));
        }
        return runs;
    }

    @Test
    void findsAStraightLineFromItsRuns() {
        RidgeOfRuns ridge =
                RidgeOfRuns.fit(REGION, MeasuredNode.OUTLET, runs(400, STEPS, s -> s * s));
        for (ObservedRun run : runs(20, STEPS, s -> s * s)) {
            double[][] found = ridge.predict(run.run(), STEPS);
            assertThat(found[0]).containsExactly(run.concentrationsKmolPerM3(), within(1e-3));
            assertThat(found[1]).containsExactly(run.temperaturesK(), within(1e-2));
        }
    }

    @Test
    void isTheRegressionOfAllStepsAtOnceOnTheGrid() {
        List<ObservedRun> few = runs(3, STEPS, s -> s);
        double[][] x = new double[4][];
        double[][] y = new double[3][20];
        for (int i = 0; i < 4; i++) {
            Run run = runs(4, STEPS, s -> s).get(i).run();
            double[] inputs = run.inputs().values()[0];
            double c = run.start().concentrationsKmolPerM3()[0];
            double t = run.start().temperaturesK()[0];
            // ranges of 0 to 6, 300 to 600, -3.5 to 3.5 and -5e5 to 5e5
            x[i] =
                    new double[] {
                        Math.sqrt(3) * (c - 3) / 3,
                        Math.sqrt(3) * (t - 450) / 150,
                        Math.sqrt(3) * inputs[0] / 3.5,
                        Math.sqrt(3) * inputs[1] / 5e5
                    };
            for (int step = 0; i < 3 && step < 10; step++) {
                y[i][2 * step] = few.get(i).concentrationsKmolPerM3()[step] - c;
                y[i][2 * step + 1] = few.get(i).temperaturesK()[step] - t;
            }
        }
        double[] expected =
                RidgeRegression.fit(new double[][] {x[0], x[1], x[2]}, y, 1e-3).predict(x[3]);
        Run last = runs(4, STEPS, s -> s).get(3).run();
        double[][] found = RidgeOfRuns.fit(REGION, MeasuredNode.OUTLET, few).predict(last, STEPS);
        for (int step = 0; step < 10; step++) {
            assertThat(found[1][step])
                    .isCloseTo(
                            last.start().temperaturesK()[0] + expected[2 * step + 1], within(1e-4));
        }
    }

    @Test
    void irregularTimesAndMissingValuesStandAtTheStepsByStraightLines() {
        double[] times = {0.13 * WINDOW, 0.4 * WINDOW, 0.55 * WINDOW, WINDOW};
        List<ObservedRun> holes = new ArrayList<>();
        for (ObservedRun run : runs(400, times, s -> s)) {
            double[] c = run.concentrationsKmolPerM3();
            c[1] = Double.NaN;
            holes.add(new ObservedRun(run.run(), run.where(), times, c, run.temperaturesK()));
        }
        RidgeOfRuns ridge = RidgeOfRuns.fit(REGION, MeasuredNode.OUTLET, holes);
        ObservedRun run = runs(1, STEPS, s -> s).get(0);
        double[][] found = ridge.predict(run.run(), STEPS);
        assertThat(found[0]).containsExactly(run.concentrationsKmolPerM3(), within(1e-3));
        assertThat(found[1]).containsExactly(run.temperaturesK(), within(1e-2));
    }

    @Test
    void whatNoRunWasMeasuredUpToStaysAsBefore() {
        double[] half = {0.25 * WINDOW, 0.5 * WINDOW};
        RidgeOfRuns ridge = RidgeOfRuns.fit(REGION, MeasuredNode.OUTLET, runs(400, half, s -> s));
        Run run = runs(1, half, s -> s).get(0).run();
        double[][] found = ridge.predict(run, STEPS);
        assertThat(found[1][9]).isEqualTo(found[1][4]);
        RidgeOfRuns nothing = RidgeOfRuns.fit(REGION, MeasuredNode.OUTLET, List.of());
        assertThat(nothing.predict(run, STEPS)[1]).containsOnly(run.start().temperaturesK()[0]);
    }

    @Test
    void inputsThatChangeCountByTheirMeanUntilThen() {
        RidgeOfRuns ridge = RidgeOfRuns.fit(REGION, MeasuredNode.OUTLET, runs(400, STEPS, s -> s));
        Run changing =
                new Run(
                        InitialState.of(3, 400),
                        new InputProfile(
                                new double[] {0, WINDOW / 2}, new double[][] {{0, 0}, {1, 1e5}}));
        Run mean = new Run(InitialState.of(3, 400), InputProfile.constant(0.5, 5e4));
        Run first = new Run(InitialState.of(3, 400), InputProfile.constant(0, 0));
        assertThat(ridge.predict(changing, STEPS)[1][9])
                .isCloseTo(ridge.predict(mean, STEPS)[1][9], within(1e-9));
        assertThat(ridge.predict(changing, STEPS)[1][4])
                .isCloseTo(ridge.predict(first, STEPS)[1][4], within(1e-9));
    }
}

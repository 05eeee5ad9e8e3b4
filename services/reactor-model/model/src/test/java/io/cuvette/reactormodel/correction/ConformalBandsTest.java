package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConformalBandsTest {
    private static final Run RUN = new Run(InitialState.of(2, 390), InputProfile.constant(0, 0));
    private static final double[] LEAST = {1e-9, 1e-9};

    /** Runs measured at the times given, each with the same error throughout. */
    private static Residuals left(double[][] timesH, double... errors) {
        List<ObservedRun> runs = new ArrayList<>();
        List<double[][]> values = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            double[] measured = new double[timesH[i].length];
            runs.add(new ObservedRun(RUN, MeasuredNode.OUTLET, timesH[i], measured, measured));
            double[] error = new double[measured.length];
            Arrays.fill(error, errors[i]);
            values.add(new double[][] {error, error.clone()});
        }
        return new Residuals(runs, values);
    }

    private static double[][] ending(double... lastH) {
        return Arrays.stream(lastH)
                .mapToObj(last -> new double[] {last / 3, last})
                .toArray(double[][]::new);
    }

    @Test
    void onlyRunsThatWereMeasuredAsLongSetTheBandOfATrajectory() {
        ConformalBands bands = ConformalBands.of(left(ending(1, 2, 2, 1), 1, 2, 3, 4), LEAST);

        double unit = bands.unit()[0];
        assertThat(unit).isCloseTo(Math.sqrt((1 + 4 + 9 + 16) / 4.0), within(1e-12));
        assertThat(bands.scores()[3]).isCloseTo(4 / unit, within(1e-12));
        assertThat(bands.untilH()).containsExactly(1, 2, 2, 1);
        // the fourth of four, then the second of two
        assertThat(bands.widths(0.8, 1).orElseThrow()[0]).isCloseTo(4, within(1e-12));
        assertThat(bands.widths(0.6, 1.5).orElseThrow()[0]).isCloseTo(3, within(1e-12));
        assertThat(bands.factor(0.8, 1.5)).isEmpty();
        assertThat(bands.factor(0.8, 1 + 1e-12)).isPresent();
        assertThat(bands.factor(0.1, 2.1)).isEmpty();
    }

    @Test
    void theChannelThatEndedFirstSaysUntilWhen() {
        Residuals left = left(ending(3, 3), 1, 1);
        left.values().get(0)[0][1] = Double.NaN;
        Arrays.fill(left.values().get(1)[0], Double.NaN);

        ConformalBands bands = ConformalBands.of(left, LEAST);

        // a run in which a channel was not measured says nothing of both
        assertThat(bands.untilH()).containsExactlyInAnyOrder(1, 0);
        assertThat(bands.factor(0.5, 0.5)).isPresent();
        assertThat(bands.factor(0.6, 0.5)).isEmpty();
    }

    @Test
    void aChannelThatWasSeldomMeasuredIsLeftToTheEstimate() {
        double[] errors = new double[20];
        Arrays.fill(errors, 0.5);
        double[] last = new double[20];
        Arrays.fill(last, 3);
        Residuals left = left(ending(last), errors);
        for (int run = 1; run < errors.length; run++) {
            Arrays.fill(left.values().get(run)[1], Double.NaN);
        }
        left.values().get(0)[1][0] = 100;

        ConformalBands bands = ConformalBands.of(left, LEAST);

        // the one run with temperatures neither sets their band nor that of concentrations
        assertThat(bands.unit()[1]).isZero();
        assertThat(bands.ofEveryChannel()).isFalse();
        assertThat(bands.widths(0.9, 3).orElseThrow()).containsExactly(0.5, 0);
    }

    @Test
    void lastTimesAreOfAsManyRunsAsScores() {
        assertThatThrownBy(
                        () -> new ConformalBands(new double[3], new double[2], new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 scores with 2 last times");
    }

    /** A model that believes in what it says, as wide as it is told. */
    private record Sure(ConformalBands bands, double believed) implements ReactorModel {

        @Override
        public DeclaredReactor declared() {
            return new DeclaredReactor(
                    Cstr.NOMINAL, List.of(), MeasuredNode.OUTLET, OperatingRegion.of(Cstr.NOMINAL));
        }

        @Override
        public Optional<Estimate> estimate() {
            return Optional.empty();
        }

        @Override
        public double[] outputDeviations() {
            return new double[] {1, 1};
        }

        @Override
        public List<double[][]> predict(List<Run> runs, List<double[]> timesH) {
            return timesH.stream().map(times -> new double[2][times.length]).toList();
        }

        @Override
        public List<double[][]> uncalibrated(List<Run> runs, List<double[]> timesH, double level) {
            List<double[][]> widths = predict(runs, timesH);
            widths.forEach(one -> Arrays.stream(one).forEach(w -> Arrays.fill(w, believed)));
            return widths;
        }

        @Override
        public Followed follow(Run run, double[] timesH) {
            return new Followed(timesH, timesH, run.start());
        }
    }

    private static ConformalBands bandsTo(double lastH) {
        return ConformalBands.of(left(ending(lastH, lastH, lastH, lastH), 1, 2, 3, 4), LEAST);
    }

    @Test
    void rowsThatGoOnAfterTheMeasurementsAreNotCalledCalibratedNorHaveNarrowerBands() {
        double half = OperatingRegion.of(Cstr.NOMINAL).windowH() / 2;
        ReactorModel model = new Sure(bandsTo(half), 1);
        double[] within = {half / 7, half};
        double[] beyond = {half / 7, half * 1.01};

        List<Prediction> both = model.predict(List.of(RUN, RUN), List.of(within, beyond), 0.8);

        assertThat(both.get(0).calibrated()).isTrue();
        assertThat(both.get(0).temperatureHalfWidths())
                .containsExactly(new double[] {4, 4}, within(1e-12));
        assertThat(both.get(1).calibrated()).isFalse();
        assertThat(both.get(1).temperatureHalfWidths())
                .containsExactly(new double[] {4, 4}, within(1e-12));
        Prediction doubtful = new Sure(bandsTo(half), 7).predict(RUN, beyond, 0.8);
        assertThat(doubtful.temperatureHalfWidths()).containsExactly(7, 7);
        assertThat(both.get(1).insideRegion()).isTrue();
        assertThat(model.calibrated(0.8, half)).isTrue();
        assertThat(model.calibrated(0.8, half * 1.01)).isFalse();
        assertThat(model.calibrated(0.9, half)).isFalse();
    }

    @Test
    void bandsThatDoNotKnowUntilWhenEndWithTheRegionsWindow() {
        double window = OperatingRegion.of(Cstr.NOMINAL).windowH();
        ReactorModel model =
                new Sure(
                        new ConformalBands(
                                new double[] {1, 2, 3, 4}, new double[0], new double[] {1, 1}),
                        1);

        assertThat(model.predict(RUN, new double[] {window}, 0.8).calibrated()).isTrue();
        assertThat(model.predict(RUN, new double[] {window * 1.01}, 0.8).calibrated()).isFalse();
    }

    @Test
    void adaptationsKnowUntilWhenTheirRunsWereMeasured() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> halves =
                CorrectionTasks.observe(truth, declared, 6, new RandomStream(1)).stream()
                        .map(
                                run ->
                                        new ObservedRun(
                                                run.run(),
                                                run.where(),
                                                Arrays.copyOf(run.timesH(), 5),
                                                Arrays.copyOf(run.concentrationsKmolPerM3(), 5),
                                                Arrays.copyOf(run.temperaturesK(), 5)))
                        .toList();
        double half = declared.region().windowH() / 2;

        AdaptedReactor model = new Adapter(Optional.empty()).adapt(declared, halves);

        assertThat(model.calibrated(0.8, half)).isTrue();
        assertThat(model.calibrated(0.8, 1.2 * half)).isFalse();
        Run run = halves.get(0).run();
        Prediction shorter = model.predict(run, new double[] {half}, 0.8);
        Prediction longer = model.predict(run, new double[] {half, 2 * half}, 0.8);
        assertThat(longer.calibrated()).isFalse();
        assertThat(longer.insideRegion()).isTrue();
        assertThat(longer.temperatureHalfWidths()[1])
                .isGreaterThanOrEqualTo(shorter.temperatureHalfWidths()[0]);
    }

    /** Errors grow with time, runs differ in size and each has irregular times of its own. */
    @Test
    void runsWithIrregularTimesStayInsideAsOftenAsAsked() {
        RandomStream random = new RandomStream(3);
        int inside = 0;
        int all = 0;
        for (int round = 0; round < 200; round++) {
            Residuals left = drawn(random, 19);
            double band = ConformalBands.of(left, LEAST).widths(0.9, 0).orElseThrow()[1];
            for (double[][] fresh : drawn(random, 20).values()) {
                double worst = Arrays.stream(fresh[1]).map(Math::abs).max().orElseThrow();
                inside += worst <= band ? 1 : 0;
                all++;
            }
        }
        // the 18th of 19 scores: 18 / 20, of which 200 rounds leave a deviation of 0.005
        assertThat(inside / (double) all).isBetween(0.88, 0.92);
    }

    private static Residuals drawn(RandomStream random, int count) {
        double[][] times = new double[count][];
        double[] none = new double[count];
        for (int i = 0; i < count; i++) {
            double first = 0.1 + 0.8 * random.nextDouble();
            times[i] = new double[] {first / 2, first, 1};
        }
        Residuals runs = left(times, none);
        for (int i = 0; i < count; i++) {
            double size = random.nextGaussian();
            for (int t = 0; t < 3; t++) {
                double error = size * times[i][t] + 0.1 * random.nextGaussian();
                runs.values().get(i)[0][t] = error;
                runs.values().get(i)[1][t] = error;
            }
        }
        return runs;
    }
}

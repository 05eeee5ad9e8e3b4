package io.cuvette.reactormodel.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates from one value, from values that are all the same, and from a handful of them. */
class FewValuesTest {
    private static final Cstr NOMINAL = Cstr.NOMINAL;
    private static final MeasuredNode OUTLET = MeasuredNode.OUTLET;

    /** Where the nominal reactor stays, to the last digit given. */
    private static final Run STEADY =
            new Run(InitialState.of(1.9536883160912455, 401.872659588531), constant());

    private static InputProfile constant() {
        return InputProfile.constant(0, 0);
    }

    private static List<UnknownParameter> unknown(double deviation) {
        return Stream.of(
                        ReactorParameter.PRE_EXPONENTIAL_FACTOR,
                        ReactorParameter.ACTIVATION_ENERGY,
                        ReactorParameter.REACTION_ENTHALPY,
                        ReactorParameter.HEAT_CAPACITY)
                .map(p -> new UnknownParameter(p, NOMINAL.get(p), deviation))
                .toList();
    }

    private static Estimate estimate(ObservedRun... runs) {
        return ParameterEstimator.STANDARD.estimate(NOMINAL, unknown(0.05), List.of(runs));
    }

    private static ObservedRun temperatures(Run run, double... temperaturesK) {
        double[] times =
                IntStream.rangeClosed(1, temperaturesK.length).mapToDouble(i -> 2e-3 * i).toArray();
        double[] none = new double[times.length];
        Arrays.fill(none, Double.NaN);
        return new ObservedRun(run, OUTLET, times, none, temperaturesK);
    }

    private static double width(Estimate.Parameter parameter) {
        return parameter.high() - parameter.low();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, -0.0731592653589793})
    void oneTemperatureMovesTheEstimateWithinTheBelief(double offK) {
        Run run = new Run(InitialState.of(2, 380), constant());
        double expectedK = Simulator.STANDARD.simulate(NOMINAL, run, 2e-3).temperatureK(0, 0);
        Estimate found = estimate(temperatures(run, expectedK + offK));
        for (Estimate.Parameter parameter : found.parameters()) {
            double believed = NOMINAL.get(parameter.parameter());
            assertThat(parameter.value() / believed).isBetween(0.9, 1.1);
            assertThat(believed).isBetween(parameter.low(), parameter.high());
            assertThat(width(parameter)).isPositive().isLessThan(0.22 * Math.abs(believed));
            assertThat(parameter.learned()).isBetween(0.0, 1.0);
        }
        double learned = found.parameters().stream().mapToDouble(p -> p.learned()).sum();
        assertThat(learned).isLessThan(1);
    }

    @Test
    void oneRowOfBothIsEnoughToo() {
        Run run = new Run(InitialState.of(2, 380), constant());
        Estimate found =
                estimate(
                        new ObservedRun(
                                run,
                                OUTLET,
                                new double[] {5e-3},
                                new double[] {1.9942718281828},
                                new double[] {381.27314159265}));
        assertThat(found.parameters())
                .allSatisfy(p -> assertThat(p.learned()).isBetween(0.0, 1.0))
                .allSatisfy(p -> assertThat(width(p)).isPositive());
    }

    @Test
    void roundedReadingsThatStandStillAreNotTakenAsExact() {
        ObservedRun run = temperatures(STEADY, 402, 402);
        Estimate found =
                ParameterEstimator.STANDARD.estimate(NOMINAL, unknown(0.029), List.of(run));
        assertThat(found.noiseTemperatureK()).isEqualTo(1 / Math.sqrt(12));
        for (Estimate.Parameter parameter : found.parameters()) {
            assertThat(NOMINAL.get(parameter.parameter()))
                    .isBetween(parameter.low(), parameter.high());
        }
        // believed to 2.9 %: 654 to either side
        assertThat(width(found.parameters().get(2))).isBetween(1290.0, 1310.0);
    }

    @Test
    void readingsInCelsiusAreAsCoarseAsInKelvin() {
        double noise = estimate(temperatures(STEADY, 402.15, 402.15)).noiseTemperatureK();
        assertThat(noise).isEqualTo(1 / Math.sqrt(12));
    }

    @Test
    void theSameReadingAHundredTimesIsNotAHundredReadings() {
        double[] many = new double[100];
        Arrays.fill(many, 402);
        Estimate often = estimate(temperatures(STEADY, many));
        // all are wrong by the same 0.13 K, which is four deviations of a mean of a hundred
        for (Estimate.Parameter parameter : often.parameters()) {
            assertThat(NOMINAL.get(parameter.parameter()))
                    .isBetween(parameter.low(), parameter.high());
        }
    }

    @Test
    void equalReadingsInARowShareOneErrorOfReading() {
        double[] readings = {402, 402, 402, 403, 402};
        RunResiduals residuals =
                new RunResiduals(Simulator.STANDARD, List.of(temperatures(STEADY, readings)));
        double[] expected = {0.5, 0.5, 0.5, 1 / Math.sqrt(12), 1 / Math.sqrt(12)};
        for (int i = 0; i < readings.length; i++) {
            assertThat(residuals.readingNoiseOf(i)).isCloseTo(expected[i], within(1e-15));
        }
    }

    @Test
    void concentrationsBelowDetectionAreAsCoarseAsTheOthers() {
        BatchReactor nominal = BatchReactor.NOMINAL;
        Run run = new Run(InitialState.of(2, 480), InputProfile.constant(0));
        double[] times = {1e-4, 3e-4, 0.02, 0.05};
        Trajectory t = Simulator.STANDARD.simulate(nominal, run, times);
        double[] hundredths =
                Arrays.stream(t.concentrations(OUTLET))
                        .map(c -> Math.rint(100 * c) / 100)
                        .toArray();
        assertThat(hundredths[3]).isZero();
        UnknownParameter energy =
                new UnknownParameter(
                        ReactorParameter.ACTIVATION_ENERGY,
                        nominal.get(ReactorParameter.ACTIVATION_ENERGY),
                        0.05);
        Estimate found =
                ParameterEstimator.STANDARD.estimate(
                        nominal,
                        List.of(energy),
                        List.of(
                                new ObservedRun(
                                        run, OUTLET, times, hundredths, t.temperaturesK(OUTLET))));
        assertThat(found.noiseConcentrationKmolPerM3())
                .isGreaterThanOrEqualTo(0.01 / Math.sqrt(12));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "2, 2", "1, 4"})
    void intervalsFromAHandfulOfValuesHoldTheTruth(int runs, int times) {
        int inside = 0;
        double noise = 0;
        int seeds = 100;
        for (int seed = 0; seed < seeds; seed++) {
            RandomStream random = new RandomStream(7000 + seed);
            Reactor truth = NOMINAL;
            for (UnknownParameter u : unknown(0.05)) {
                truth = truth.with(u.parameter(), u.at(random.nextGaussian()));
            }
            List<ObservedRun> observed = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                observed.add(noisy(truth, times, random));
            }
            Estimate found = ParameterEstimator.STANDARD.estimate(NOMINAL, unknown(0.05), observed);
            for (Estimate.Parameter parameter : found.parameters()) {
                double value = truth.get(parameter.parameter());
                inside += value >= parameter.low() && value <= parameter.high() ? 1 : 0;
            }
            noise += found.noiseTemperatureK() / seeds;
        }
        // 400 intervals of 95 %: 380 expected, the binomial distribution leaves 366 or more
        assertThat(inside).isBetween(366, 400);
        // with a true noise of 1 K
        assertThat(noise).isBetween(0.7, 1.4);
    }

    private static ObservedRun noisy(Reactor truth, int count, RandomStream random) {
        double[] times =
                IntStream.rangeClosed(1, count).mapToDouble(i -> 0.05 * i / count).toArray();
        Run run =
                new Run(
                        InitialState.of(
                                1 + 4 * random.nextDouble(), 330 + 120 * random.nextDouble()),
                        InputProfile.constant(
                                random.nextDouble() - 0.5, 1e5 * (random.nextDouble() - 0.5)));
        Trajectory t = Simulator.STANDARD.simulate(truth, run, times);
        double[] c = t.concentrations(OUTLET);
        double[] k = t.temperaturesK(OUTLET);
        Arrays.setAll(c, i -> c[i] + 0.01 * random.nextGaussian());
        Arrays.setAll(k, i -> k[i] + random.nextGaussian());
        return new ObservedRun(run, OUTLET, times, c, k);
    }
}

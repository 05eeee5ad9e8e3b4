package io.cuvette.reactormodel.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterEstimatorTest {
    private static final List<UnknownParameter> KINETICS =
            List.of(
                    unknown(Cstr.NOMINAL, ReactorParameter.PRE_EXPONENTIAL_FACTOR, 0.05),
                    unknown(Cstr.NOMINAL, ReactorParameter.ACTIVATION_ENERGY, 0.05),
                    unknown(Cstr.NOMINAL, ReactorParameter.REACTION_ENTHALPY, 0.05));

    private static UnknownParameter unknown(
            Reactor nominal, ReactorParameter parameter, double deviation) {
        return new UnknownParameter(parameter, nominal.get(parameter), deviation);
    }

    static Stream<Reactor> reactors() {
        return Stream.of(Cstr.NOMINAL, BatchReactor.NOMINAL, PlugFlowReactor.NOMINAL);
    }

    static List<UnknownParameter> kinetics(Reactor nominal) {
        return KINETICS.stream()
                .map(u -> unknown(nominal, u.parameter(), u.relativeDeviation()))
                .toList();
    }

    static Reactor off(Reactor nominal) {
        return nominal.with(
                        ReactorParameter.PRE_EXPONENTIAL_FACTOR,
                        nominal.kinetics().preExponentialFactor() * 1.04)
                .with(
                        ReactorParameter.ACTIVATION_ENERGY,
                        nominal.kinetics().activationEnergyKJPerKmol() * 0.97)
                .with(
                        ReactorParameter.REACTION_ENTHALPY,
                        nominal.kinetics().reactionEnthalpyKJPerKmol() * 1.05);
    }

    /** Runs from random states with random inputs, ten times each. */
    static List<ObservedRun> runs(Reactor truth, int count, double noise, long seed) {
        RandomStream random = new RandomStream(seed);
        double[] times =
                IntStream.rangeClosed(1, 10).mapToDouble(i -> i * window(truth) / 10).toArray();
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Run run = Run.ofFeatures(truth, features(truth, random));
            Trajectory t = Simulator.STANDARD.simulate(truth, run, times);
            MeasuredNode where = MeasuredNode.OUTLET;
            runs.add(
                    new ObservedRun(
                            run,
                            where,
                            times,
                            noisy(t.concentrations(where), 0.01 * noise, random),
                            noisy(t.temperaturesK(where), noise, random)));
        }
        return runs;
    }

    private static double window(Reactor reactor) {
        return switch (reactor.type()) {
            case CSTR -> 0.05;
            case BATCH -> 0.05;
            case PLUG_FLOW -> 0.6;
        };
    }

    private static double[] features(Reactor reactor, RandomStream random) {
        return switch (reactor.type()) {
            case CSTR ->
                    new double[] {
                        330 + 120 * random.nextDouble(),
                        1 + 4 * random.nextDouble(),
                        1e5 * (random.nextDouble() - 0.5),
                        random.nextDouble() - 0.5
                    };
            case BATCH -> {
                double heat = 1e5 * (random.nextDouble() - 0.5);
                yield new double[] {
                    340 + 60 * random.nextDouble(), 1 + 4 * random.nextDouble(), heat, heat
                };
            }
            case PLUG_FLOW -> {
                double jacket = 100 + 100 * random.nextDouble();
                yield new double[] {
                    330 + 100 * random.nextDouble(), 0.5 + 2 * random.nextDouble(), jacket, jacket
                };
            }
        };
    }

    private static double[] noisy(double[] values, double deviation, RandomStream random) {
        return Arrays.stream(values).map(v -> v + deviation * random.nextGaussian()).toArray();
    }

    @ParameterizedTest
    @MethodSource("reactors")
    void exactRunsGiveTheTrueKinetics(Reactor nominal) {
        Reactor truth = off(nominal);
        Estimate found =
                ParameterEstimator.STANDARD.estimate(
                        nominal, kinetics(nominal), runs(truth, 5, 0, 1));
        for (Estimate.Parameter parameter : found.parameters()) {
            double expected = truth.get(parameter.parameter());
            assertThat(parameter.value())
                    .as(parameter.parameter().fieldName())
                    .isCloseTo(expected, within(1e-3 * Math.abs(expected)));
            assertThat(parameter.learned()).isGreaterThan(0.99);
        }
        assertThat(found.noiseTemperatureK()).isLessThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.11, 0.3, 3, 9})
    void aRateFarFromTheBelievedOneIsFound(double factor) {
        BatchReactor nominal = BatchReactor.NOMINAL;
        double believed = nominal.kinetics().preExponentialFactor();
        Reactor truth = nominal.with(ReactorParameter.PRE_EXPONENTIAL_FACTOR, factor * believed);
        List<UnknownParameter> unknown =
                List.of(
                        unknown(nominal, ReactorParameter.PRE_EXPONENTIAL_FACTOR, 1.33),
                        unknown(nominal, ReactorParameter.ACTIVATION_ENERGY, 0.03));
        for (int seed = 0; seed < 5; seed++) {
            Estimate found =
                    ParameterEstimator.STANDARD.estimate(nominal, unknown, runs(truth, 8, 0, seed));
            assertThat(found.reactor().kinetics().preExponentialFactor())
                    .as("seed %d", seed)
                    .isCloseTo(factor * believed, within(0.01 * factor * believed));
        }
    }

    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        int inside = 0;
        int all = 0;
        for (int seed = 0; seed < 40; seed++) {
            RandomStream random = new RandomStream(seed + 1000);
            Reactor truth = Cstr.NOMINAL;
            for (UnknownParameter u : KINETICS) {
                double value =
                        u.logarithmic()
                                ? u.expected() * Math.exp(0.05 * random.nextGaussian())
                                : u.expected() * (1 + 0.05 * random.nextGaussian());
                truth = truth.with(u.parameter(), value);
            }
            Estimate found =
                    ParameterEstimator.STANDARD.estimate(
                            Cstr.NOMINAL, KINETICS, runs(truth, 8, 1, seed));
            for (Estimate.Parameter parameter : found.parameters()) {
                double value = truth.get(parameter.parameter());
                inside += value >= parameter.low() && value <= parameter.high() ? 1 : 0;
                all++;
            }
            assertThat(found.noiseTemperatureK()).isCloseTo(1, within(0.3));
        }
        // 120 intervals of 95 %: 114 expected, the binomial distribution leaves 106 or more
        assertThat(inside).isBetween(106, all);
    }

    @Test
    void whatRunsDoNotShowStaysAsBelieved() {
        // cold: nothing reacts, so nothing is learned about the reaction
        Reactor truth = off(BatchReactor.NOMINAL);
        Run run = Run.ofFeatures(truth, 200, 1, 0, 0);
        double[] times = {0.01, 0.02};
        Trajectory t = Simulator.STANDARD.simulate(truth, run, times);
        ObservedRun observed =
                new ObservedRun(
                        run,
                        MeasuredNode.OUTLET,
                        times,
                        noisy(t.concentrations(MeasuredNode.OUTLET), 0.01, new RandomStream(1)),
                        noisy(t.temperaturesK(MeasuredNode.OUTLET), 1, new RandomStream(2)));
        Estimate found =
                ParameterEstimator.STANDARD.estimate(
                        BatchReactor.NOMINAL,
                        List.of(
                                unknown(
                                        BatchReactor.NOMINAL,
                                        ReactorParameter.REACTION_ENTHALPY,
                                        0.05)),
                        List.of(observed));
        Estimate.Parameter enthalpy = found.parameters().get(0);
        assertThat(enthalpy.value()).isCloseTo(-1.15e4, within(5.0));
        assertThat(enthalpy.high() - enthalpy.low())
                .isCloseTo(2 * 1.96 * 0.05 * 1.15e4, within(60.0));
        assertThat(enthalpy.learned()).isLessThan(0.05);
    }

    @Test
    void missingValuesAreSkipped() {
        Reactor truth = off(Cstr.NOMINAL);
        List<ObservedRun> holes =
                runs(truth, 6, 0, 3).stream()
                        .map(
                                r -> {
                                    double[] c = r.concentrationsKmolPerM3();
                                    Arrays.fill(c, Double.NaN);
                                    double[] t = r.temperaturesK();
                                    t[3] = Double.NaN;
                                    return new ObservedRun(r.run(), r.where(), r.timesH(), c, t);
                                })
                        .toList();
        Estimate found = ParameterEstimator.STANDARD.estimate(Cstr.NOMINAL, KINETICS, holes);
        assertThat(found.reactor().kinetics().activationEnergyKJPerKmol())
                .isCloseTo(truth.kinetics().activationEnergyKJPerKmol(), within(50.0));
        assertThat(found.parameters()).allSatisfy(p -> assertThat(p.value()).isFinite());
    }

    @Test
    void balancesThatDoNotFitWidenTheIntervals() {
        Reactor truth = Cstr.NOMINAL.withExtra(ExtraPhysics.heatLoss(2e4, 300));
        List<ObservedRun> wrong = runs(truth, 8, 0, 5);
        List<ObservedRun> right = runs(Cstr.NOMINAL, 8, 0, 5);
        Estimate misled = ParameterEstimator.STANDARD.estimate(Cstr.NOMINAL, KINETICS, wrong);
        Estimate sound = ParameterEstimator.STANDARD.estimate(Cstr.NOMINAL, KINETICS, right);
        assertThat(misled.noiseTemperatureK()).isGreaterThan(100 * sound.noiseTemperatureK());
        assertThat(width(misled, 0)).isGreaterThan(10 * width(sound, 0));
    }

    private static double width(Estimate estimate, int index) {
        Estimate.Parameter p = estimate.parameters().get(index);
        return p.high() - p.low();
    }

    @Test
    void nothingToEstimateIsRefused() {
        List<ObservedRun> runs = runs(Cstr.NOMINAL, 1, 0, 1);
        assertThatThrownBy(
                        () -> ParameterEstimator.STANDARD.estimate(Cstr.NOMINAL, List.of(), runs))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnknownParameter(ReactorParameter.ACTIVATION_ENERGY, 5e4, 0))
                .hasMessageContaining("activationEnergyKJPerKmol");
        assertThatThrownBy(() -> new UnknownParameter(ReactorParameter.ACTIVATION_ENERGY, 0, 0.1))
                .hasMessageContaining("other than 0");
        Run run = runs.get(0).run();
        assertThatThrownBy(
                        () ->
                                new ObservedRun(
                                        run,
                                        MeasuredNode.OUTLET,
                                        new double[] {0.1, 0.1},
                                        new double[2],
                                        new double[2]))
                .hasMessageContaining("increase");
        assertThatThrownBy(
                        () ->
                                new ObservedRun(
                                        run,
                                        MeasuredNode.OUTLET,
                                        new double[] {0.1},
                                        new double[2],
                                        new double[1]))
                .hasMessageContaining("2 concentrations");
    }
}

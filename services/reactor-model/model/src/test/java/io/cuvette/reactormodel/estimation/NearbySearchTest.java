package io.cuvette.reactormodel.estimation;

import static io.cuvette.reactormodel.estimation.ParameterEstimatorTest.kinetics;
import static io.cuvette.reactormodel.estimation.ParameterEstimatorTest.off;
import static io.cuvette.reactormodel.estimation.ParameterEstimatorTest.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches that begin beside the likeliest point, with slopes of there, against full ones. */
class NearbySearchTest {
    private static final ParameterEstimator ESTIMATOR = ParameterEstimator.STANDARD;
    private static final int RUNS = 10;

    /** Reactors, orders that their balances lack, and noise. */
    static Stream<Arguments> cases() {
        return ParameterEstimatorTest.reactors()
                .flatMap(
                        reactor ->
                                Stream.of(
                                        Arguments.of(reactor, 0, 0),
                                        Arguments.of(reactor, 0, 0.5),
                                        Arguments.of(reactor, -0.1, 0.5)));
    }

    private static Reactor truth(Reactor nominal, double orderOff) {
        double order = nominal.get(ReactorParameter.REACTION_ORDER);
        return off(nominal).with(ReactorParameter.REACTION_ORDER, order + orderOff);
    }

    /** In standard deviations of the estimate. */
    private static double apart(Estimate by, int parameter, double one, double other) {
        Estimate.Parameter its = by.parameters().get(parameter);
        return Math.abs(one - other) / ((its.high() - its.low()) / (2 * 1.96));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void partsOfTheRunsSayWhatFullSearchesFind(Reactor nominal, double orderOff, double noise) {
        List<ObservedRun> runs = runs(truth(nominal, orderOff), RUNS, noise, 1);
        Estimate whole = ESTIMATOR.estimate(nominal, kinetics(nominal), runs);
        List<boolean[]> parts = Folds.of(RUNS, 5);
        List<Reactor> found = ESTIMATOR.again(nominal, whole, runs, parts);
        double moved = 0;
        for (int f = 0; f < parts.size(); f++) {
            List<ObservedRun> kept =
                    Folds.rows(parts.get(f), true).stream().map(runs::get).toList();
            double[] full = fullSearch(nominal, whole, kept);
            for (int p = 0; p < full.length; p++) {
                double value = found.get(f).get(whole.parameters().get(p).parameter());
                // where balances leave much, slopes of another point lead past the likeliest one
                double most = orderOff == 0 ? 0.05 : 0.25;
                assertThat(apart(whole, p, value, full[p])).as("fold %d", f).isLessThan(most);
                moved = Math.max(moved, apart(whole, p, value, whole.parameters().get(p).value()));
            }
        }
        if (noise > 0) {
            assertThat(moved).as("what a fold knows less").isGreaterThan(0.2);
        }
    }

    private static double[] fullSearch(Reactor nominal, Estimate whole, List<ObservedRun> kept) {
        RunResiduals residuals = new RunResiduals(ESTIMATOR.simulator(), kept);
        Coordinates coordinates =
                new Coordinates(nominal, whole.unknown(), residuals.meanTemperatureK());
        return coordinates.values(
                LikelihoodSearch.OF_POINT.maximum(
                        new WeightedResiduals(coordinates, residuals, whole.noise()),
                        coordinates.searched(whole.coordinates())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goingOnWithMoreRunsIsAnEstimateOfAll(Reactor nominal, double orderOff, double noise) {
        List<ObservedRun> runs = runs(truth(nominal, orderOff), RUNS, noise, 1);
        Estimate few = ESTIMATOR.estimate(nominal, kinetics(nominal), runs.subList(0, 4));
        Estimate more = ESTIMATOR.onward(nominal, few, runs);
        Estimate all = ESTIMATOR.estimate(nominal, kinetics(nominal), runs);
        for (int p = 0; p < all.parameters().size(); p++) {
            Estimate.Parameter one = more.parameters().get(p);
            Estimate.Parameter other = all.parameters().get(p);
            assertThat(apart(all, p, one.value(), other.value())).isLessThan(0.1);
            assertThat((one.high() - one.low()) / (other.high() - other.low())).isBetween(0.9, 1.1);
        }
    }

    @Test
    void aChannelThatOnlyLaterRunsHaveIsLearnedFrom() {
        Reactor nominal = ParameterEstimatorTest.reactors().findFirst().orElseThrow();
        List<ObservedRun> runs = new ArrayList<>(runs(truth(nominal, 0), RUNS, 0.5, 1));
        for (int i = 0; i < 4; i++) {
            runs.set(i, Unmeasured.temperatures(runs.get(i)));
        }
        Estimate few = ESTIMATOR.estimate(nominal, kinetics(nominal), runs.subList(0, 4));
        Estimate more = ESTIMATOR.onward(nominal, few, runs);
        Estimate all = ESTIMATOR.estimate(nominal, kinetics(nominal), runs);
        assertThat(more.noiseTemperatureK()).isCloseTo(0.5, within(0.1));
        for (int p = 0; p < all.parameters().size(); p++) {
            double one = more.parameters().get(p).value();
            assertThat(apart(all, p, one, all.parameters().get(p).value())).isLessThan(0.1);
        }
    }

    @Test
    void slopesOfAnotherPlaceAreNotFollowed() {
        Reactor nominal = ParameterEstimatorTest.reactors().findFirst().orElseThrow();
        List<ObservedRun> runs = runs(truth(nominal, 0), RUNS, 0, 1);
        RunResiduals residuals = new RunResiduals(ESTIMATOR.simulator(), runs);
        Coordinates coordinates =
                new Coordinates(nominal, kinetics(nominal), residuals.meanTemperatureK());
        WeightedResiduals weighted =
                new WeightedResiduals(coordinates, residuals, new double[] {1e-4, 1e-2});
        double[] far = {3, 0, 0};
        assertThat(
                        NearbySearch.maximum(
                                weighted, weighted.oneSidedSlopes(far, weighted.rows(far)), far))
                .isEmpty();
    }
}

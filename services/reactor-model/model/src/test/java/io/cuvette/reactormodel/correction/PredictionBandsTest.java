package io.cuvette.reactormodel.correction;

import static io.cuvette.reactormodel.correction.Adapting.WITHOUT_NETWORK;
import static io.cuvette.reactormodel.correction.Adapting.adapted;
import static io.cuvette.reactormodel.correction.Adapting.known;
import static io.cuvette.reactormodel.correction.Adapting.observe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.Unmeasured;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.task.PhysicalSampler;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

class PredictionBandsTest {
    /** Where nothing is unknown and too few runs are there to be left out. */
    @Test
    void bandsOfBalancesThatDoNotFitAreAsWideAsWhatTheyLeave() {
        Reactor truth = Cstr.NOMINAL;
        DeclaredReactor wrong = known(truth, truth.with(ReactorParameter.STEADY_HEAT, 2e6));
        List<ObservedRun> runs = observe(truth, 2, 1);
        double window = wrong.region().windowH();
        AdaptedReactor model = WITHOUT_NETWORK.adapt(wrong, runs);

        Prediction bands = model.predict(runs.get(0).run(), new double[] {window}, 0.9);

        assertThat(bands.calibrated()).isFalse();
        double left = bands.temperaturesK()[0] - runs.get(0).temperaturesK()[9];
        assertThat(left).isGreaterThan(20);
        assertThat(bands.temperatureHalfWidths()[0]).isBetween(left / 2, 2 * left);
        // and without any run, or of a channel that was not measured, what outputs vary by
        AdaptedReactor blind = WITHOUT_NETWORK.adapt(wrong, List.of());
        Prediction unknown = blind.predict(runs.get(0).run(), new double[] {window}, 0.9);
        assertThat(unknown.temperatureHalfWidths()[0]).isGreaterThan(blind.outputDeviations()[1]);
    }

    @Test
    void aHigherLevelHasNoNarrowerBand() {
        CorrectionTasks family = new CorrectionTasks(2002, 10);
        Reactor truth = family.truth(ReactorType.CSTR, Misfit.HEAT_LOSS, 1, 0);
        AdaptedReactor model = adapted(truth, 6, 1);
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        double before = 0;
        for (double level : new double[] {0.5, 0.8, 0.85, 0.9, 0.99}) {
            Prediction found = model.predict(run, times, level);
            assertThat(found.calibrated()).isEqualTo(level < 0.86);
            assertThat(found.temperatureHalfWidths()[1]).isGreaterThanOrEqualTo(before);
            before = found.temperatureHalfWidths()[1];
        }
    }

    @Test
    void bandsHoldWholeNewRunsAsOftenAsAsked() {
        CorrectionTasks family = new CorrectionTasks(2002, 10);
        int inside = 0;
        int all = 0;
        for (int r = 0; r < 6; r++) {
            Reactor truth = family.truth(ReactorType.CSTR, Misfit.HEAT_LOSS, r, 0);
            AdaptedReactor model = adapted(truth, 20, r);
            List<ObservedRun> others = observe(truth, 50, 100 + r);
            inside += Bands.held(model, others, 0.9);
            all += others.size();
        }
        // 20 runs calibrate each reactor: its own coverage has a deviation of about 0.065
        assertThat(inside / (double) all).isBetween(0.82, 0.98);
    }

    @Test
    void tooFewRunsGiveBandsThatAreNotCalledCalibrated() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        AdaptedReactor model = adapted(truth, 5, 1);
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        assertThat(model.predict(run, times, 0.9).calibrated()).isFalse();
        assertThat(model.predict(run, times, 0.8).calibrated()).isTrue();
    }

    @Test
    void leftOutRunsSayNothingOfAChannelThatWasNeverMeasured() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        List<ObservedRun> runs =
                observe(truth, 9, 1).stream().map(Unmeasured::concentrations).toList();
        AdaptedReactor model = WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), runs);
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        Prediction calibrated = model.predict(run, times, 0.9);
        // the band of concentrations is that of the estimate, as with too few runs
        Prediction estimate = model.predict(run, times, 0.99);
        assertThat(calibrated.calibrated()).isTrue();
        assertThat(estimate.calibrated()).isFalse();
        assertThat(model.heldOut().bands().unit()[0]).isZero();
        double share = quantile(0.9) / quantile(0.99);
        assertThat(calibrated.concentrationHalfWidths()[1])
                .isCloseTo(
                        share * estimate.concentrationHalfWidths()[1],
                        within(1e-9 * estimate.concentrationHalfWidths()[1]));
        assertThat(calibrated.concentrationHalfWidths()[1]).isPositive();
    }

    private static double quantile(double level) {
        return new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    }
}

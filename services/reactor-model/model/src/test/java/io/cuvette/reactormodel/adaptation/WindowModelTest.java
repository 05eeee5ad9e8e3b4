package io.cuvette.reactormodel.adaptation;

import static io.cuvette.reactormodel.adaptation.WindowRuns.GRID;
import static io.cuvette.reactormodel.adaptation.WindowRuns.exact;
import static io.cuvette.reactormodel.adaptation.WindowRuns.observe;
import static io.cuvette.reactormodel.adaptation.WindowRuns.untrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.Bands;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.Unmeasured;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.Run;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

class WindowModelTest {
    private static final DeclaredReactor TANK = exact(Cstr.NOMINAL);
    private static final WindowAdapter DATA =
            new WindowAdapter(new FineTuning(300, 1e-3), List.of(0.0));
    private static final WindowAdapter BRIEF =
            new WindowAdapter(new FineTuning(5, 1e-3), List.of(0.0));
    private static final double[] TIMES = {0.001, 0.0043};
    private static final double QUANTILE =
            new NormalDistribution().inverseCumulativeProbability(0.95);

    private static WindowModel brief(int members, int runs) {
        return BRIEF.adapt(untrained(members), TANK, observe(TANK, Cstr.NOMINAL, runs, 1, GRID), 1);
    }

    @Test
    void bandsHoldWholeNewRunsAsOftenAsAsked() {
        int inside = 0;
        int all = 0;
        for (int seed = 0; seed < 6; seed++) {
            List<ObservedRun> runs = observe(TANK, Cstr.NOMINAL, 24, seed, GRID);
            WindowModel model = DATA.adapt(untrained(1), TANK, runs, 1);
            List<ObservedRun> others = observe(TANK, Cstr.NOMINAL, 50, 100 + seed, GRID);
            inside += Bands.held(model, others, 0.8);
            all += others.size();
        }
        // 24 runs calibrate each: its own coverage has a deviation of about 0.08; models of all
        // runs are better than those of two thirds, so bands are a little too wide
        assertThat(inside / (double) all).isBetween(0.72, 0.96);
    }

    @Test
    void fewRunsLeaveAWidthThatIsNotCalledCalibrated() {
        WindowModel model = brief(1, 5);
        Run run = observe(TANK, Cstr.NOMINAL, 1, 9, GRID).get(0).run();
        Prediction lower = model.predict(run, TIMES, 0.8);
        assertThat(lower.calibrated()).isTrue();
        Prediction p = model.predict(run, TIMES, 0.9);
        assertThat(p.calibrated()).isFalse();
        double unit = model.heldOut().bands().unit()[1];
        // no narrower than the calibrated band of a lower level
        double width = Math.max(QUANTILE * unit, lower.temperatureHalfWidths()[1]);
        assertThat(p.temperatureHalfWidths())
                .containsExactly(new double[] {width, width}, within(1e-9));
    }

    @Test
    void oneNetworkThatSawNothingLeftOutSaysOnlyWhatOutputsVaryBy() {
        WindowModel model = brief(1, 2);
        assertThat(model.heldOut().folds()).isZero();
        assertThat(model.heldOut().candidates()).isEmpty();
        Run run = observe(TANK, Cstr.NOMINAL, 1, 9, GRID).get(0).run();
        Prediction p = model.predict(run, TIMES, 0.9);
        assertThat(p.calibrated()).isFalse();
        double width = QUANTILE * model.outputDeviations()[0];
        assertThat(p.concentrationHalfWidths())
                .containsExactly(new double[] {width, width}, within(1e-12));
    }

    @Test
    void withoutRunsLeftOutSeveralMembersSayHowFarTheyAreApart() {
        List<ObservedRun> runs = observe(TANK, Cstr.NOMINAL, 2, 1, GRID);
        WindowModel both = BRIEF.adapt(untrained(2), TANK, runs, 1);
        WindowModel first = BRIEF.adapt(untrained(2).model(0), TANK, runs, 1);
        WindowModel second = BRIEF.adapt(untrained(2).model(1), TANK, runs, 1);
        Run run = observe(TANK, Cstr.NOMINAL, 1, 9, GRID).get(0).run();
        double one = first.predict(List.of(run), List.of(TIMES)).get(0)[1][1];
        double other = second.predict(List.of(run), List.of(TIMES)).get(0)[1][1];
        Prediction p = both.predict(run, TIMES, 0.9);
        assertThat(p.calibrated()).isFalse();
        // the deviation of two values is their distance by the square root of 2
        assertThat(p.temperatureHalfWidths()[1])
                .isCloseTo(QUANTILE * Math.abs(one - other) / Math.sqrt(2), within(0.01));
        assertThat(p.temperaturesK()[1]).isCloseTo((one + other) / 2, within(0.01));
    }

    @Test
    void aChannelThatWasNeverMeasuredHasTheBandOfTheRegion() {
        List<ObservedRun> noConcentrations =
                observe(TANK, Cstr.NOMINAL, 9, 1, GRID).stream()
                        .map(Unmeasured::concentrations)
                        .toList();
        WindowModel model = BRIEF.adapt(untrained(1), TANK, noConcentrations, 1);
        Prediction p = model.predict(noConcentrations.get(0).run(), TIMES, 0.9);
        assertThat(p.calibrated()).isTrue();
        assertThat(p.concentrationHalfWidths()[0])
                .isCloseTo(QUANTILE * model.outputDeviations()[0], within(1e-9));
        assertThat(p.temperatureHalfWidths()[0])
                .isEqualTo(
                        model.heldOut().bands().factor(0.9, 0).orElseThrow()
                                * model.heldOut().bands().unit()[1]);
    }

    @Test
    void saysWhatLiesOutsideOfTheRegion() {
        Run far = new Run(InitialState.of(1, 650), InputProfile.constant(0, 6e5));
        Prediction p = brief(1, 2).predict(far, new double[] {0.004, 0.02}, 0.9);
        assertThat(p.outside())
                .containsExactly("startTemperatureK", "heatDeviationKJPerH", "horizon");
    }

    @Test
    void keepsTheErrorOfEachCandidate() {
        WindowModel model =
                new WindowAdapter(new FineTuning(20, 1e-3), List.of(0.0, 1.0, 100.0))
                        .adapt(untrained(1), TANK, observe(TANK, Cstr.NOMINAL, 4, 1, GRID), 1);
        assertThat(model.heldOut().folds()).isEqualTo(4);
        assertThat(model.heldOut().candidates())
                .extracting(WindowHeldOut.Candidate::physicsWeight)
                .containsExactly(0.0, 1.0, 100.0);
        double[] errors =
                model.heldOut().candidates().stream()
                        .mapToDouble(WindowHeldOut.Candidate::error)
                        .toArray();
        assertThat(Arrays.stream(errors).boxed()).allMatch(error -> error > 0.01 && error < 10);
        // more physics was taken only where it took a fifth off the error of less
        int chosen = List.of(0.0, 1.0, 100.0).indexOf(model.physicsWeight());
        for (int less = 0; less < chosen; less++) {
            assertThat(errors[chosen]).isLessThan(0.8 * errors[0]);
        }
    }

    @Test
    void eachWindowOfATankBeginsWhereTheOneBeforeEnded() {
        for (ReactorModel model :
                List.of(
                        brief(2, 2),
                        BRIEF.adapt(
                                untrained(1),
                                exact(BatchReactor.NOMINAL),
                                observe(
                                        exact(BatchReactor.NOMINAL),
                                        BatchReactor.NOMINAL,
                                        2,
                                        1,
                                        GRID),
                                1))) {
            double window = model.declared().region().windowH();
            int width = model.declared().nominal().type().inputs().size();
            double[] second = new double[width];
            Arrays.fill(second, 0.5);
            List<InputProfile> inputs =
                    List.of(
                            InputProfile.constant(new double[width]),
                            InputProfile.constant(second));
            Rollout rolled = Rollout.of(model, InitialState.of(2, 390), inputs, window, 2);
            double[] times = {window / 2, window};
            Run first = new Run(InitialState.of(2, 390), inputs.get(0));
            double[][] one = model.predict(List.of(first), List.of(times)).get(0);
            Run next = new Run(InitialState.of(one[0][1], one[1][1]), inputs.get(1));
            double[][] two = model.predict(List.of(next), List.of(times)).get(0);
            assertThat(rolled.temperaturesK())
                    .containsExactly(one[1][0], one[1][1], two[1][0], two[1][1]);
            assertThat(rolled.concentrationsKmolPerM3())
                    .containsExactly(one[0][0], one[0][1], two[0][0], two[0][1]);
            assertThat(rolled.end().temperaturesK()).containsExactly(two[1][1]);
        }
    }

    @Test
    void windowsThatItCannotBeToldOfAreRefused() {
        DeclaredReactor tube = exact(PlugFlowReactor.NOMINAL);
        WindowModel model =
                BRIEF.adapt(
                        untrained(1), tube, observe(tube, PlugFlowReactor.NOMINAL, 1, 1, GRID), 1);
        InitialState empty = InitialState.emptyTube(PlugFlowReactor.NOMINAL);
        List<InputProfile> inputs = List.of(InputProfile.constant(100, 1, 350));
        assertThatThrownBy(() -> Rollout.of(model, empty, inputs, 0.1, 1))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("method default");
        InputProfile changing =
                new InputProfile(new double[] {0, 0.002}, new double[][] {{0, 0}, {1, 0}});
        assertThatThrownBy(
                        () ->
                                Rollout.of(
                                        brief(1, 1),
                                        InitialState.of(2, 390),
                                        List.of(changing),
                                        0.005,
                                        1))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("A window changes its inputs");
    }
}

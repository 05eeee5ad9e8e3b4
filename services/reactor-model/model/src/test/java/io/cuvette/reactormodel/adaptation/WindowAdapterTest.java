package io.cuvette.reactormodel.adaptation;

import static io.cuvette.reactormodel.adaptation.WindowRuns.GRID;
import static io.cuvette.reactormodel.adaptation.WindowRuns.exact;
import static io.cuvette.reactormodel.adaptation.WindowRuns.observe;
import static io.cuvette.reactormodel.adaptation.WindowRuns.untrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowAdapterTest {

    private static final WindowAdapter DATA = new WindowAdapter(FineTuning.REFERENCE, List.of(0.0));

    private static double error(WindowModel model, List<ObservedRun> runs) {
        return error(model, runs, model.outputDeviations());
    }

    private static double error(WindowModel model, List<ObservedRun> runs, double[] unit) {
        return Arrays.stream(model.residuals(runs).errors(unit)).average().orElseThrow();
    }

    /** Not of batch reactors, whose sudden reactions an untrained network does not learn from 4. */
    @ParameterizedTest
    @EnumSource(names = {"CSTR", "PLUG_FLOW"})
    void rightBalancesHelpWhereRunsAreFew(ReactorType type) {
        Reactor truth = type.nominal();
        DeclaredReactor declared = exact(truth);
        List<ObservedRun> runs = observe(declared, truth, 4, 1, GRID);
        List<ObservedRun> test = observe(declared, truth, 100, 2, GRID);
        NetworkWeights start = untrained(1);
        WindowModel chosen = WindowAdapter.STANDARD.adapt(start, declared, runs, 1);
        WindowModel data =
                new WindowAdapter(FineTuning.REFERENCE, List.of(0.0))
                        .adapt(start, declared, runs, 1);
        assertThat(chosen.physicsWeight()).isPositive();
        assertThat(error(chosen, test)).isLessThan(0.7 * error(data, test));
    }

    @Test
    void wrongBalancesLoseTheirSayAndCostLittle() {
        Reactor truth = Cstr.NOMINAL;
        // heat that is not there: 170 K in a window, which no kinetics explain
        Reactor wrong = truth.with(ReactorParameter.STEADY_HEAT, 8e6);
        DeclaredReactor declared = exact(truth).withNominal(wrong);
        List<ObservedRun> runs = observe(declared, truth, 20, 1, GRID);
        List<ObservedRun> test = observe(declared, truth, 200, 2, GRID);
        NetworkWeights start = untrained(1);
        WindowModel chosen =
                new WindowAdapter(FineTuning.REFERENCE, List.of(0.0, 10.0))
                        .adapt(start, declared, runs, 1);
        WindowModel data = DATA.adapt(start, declared, runs, 1);
        WindowModel physics =
                new WindowAdapter(FineTuning.REFERENCE, List.of(10.0))
                        .adapt(start, declared, runs, 1);
        double[] unit = data.outputDeviations();
        assertThat(chosen.physicsWeight()).isZero();
        assertThat(chosen.heldOut().candidates()).hasSize(2);
        assertThat(error(chosen, test, unit)).isLessThan(1.1 * error(data, test, unit));
        assertThat(error(physics, test, unit)).isGreaterThan(1.3 * error(chosen, test, unit));
    }

    @Test
    void kineticsThatDoNotHoldAreEstimatedForThePhysics() {
        Reactor truth = Cstr.NOMINAL;
        // 20 % off in activation energy: e^3 in the rate constant at 400 K
        Reactor wrong = truth.with(ReactorParameter.ACTIVATION_ENERGY, 0.8 * 5e4);
        DeclaredReactor declared = exact(truth).withNominal(wrong);
        List<ObservedRun> runs = observe(declared, truth, 10, 1, GRID);
        List<ObservedRun> test = observe(declared, truth, 200, 2, GRID);
        NetworkWeights start = untrained(1);
        WindowModel chosen =
                new WindowAdapter(FineTuning.REFERENCE, List.of(0.0, 1.0))
                        .adapt(start, declared, runs, 1);
        WindowModel data = DATA.adapt(start, declared, runs, 1);
        WindowModel fixed =
                new WindowAdapter(FineTuning.REFERENCE, List.of(1.0))
                        .adapt(start, declared, runs, 1);
        assertThat(chosen.heldOut().doubted()).contains(ReactorParameter.ACTIVATION_ENERGY);
        assertThat(chosen.declared().nominal()).isEqualTo(wrong);
        assertThat(chosen.physicsWeight()).isPositive();
        double[] unit = data.outputDeviations();
        assertThat(error(chosen, test, unit)).isLessThan(0.5 * error(data, test, unit));
        // a weight that is given is of the balances as declared
        assertThat(fixed.heldOut().doubted()).isEmpty();
        assertThat(error(fixed, test, unit)).isGreaterThan(2 * error(chosen, test, unit));
    }

    @Test
    void irregularTimesAndMissingValuesAreLearnedFrom() {
        DeclaredReactor declared = exact(Cstr.NOMINAL);
        List<ObservedRun> runs = observe(declared, Cstr.NOMINAL, 30, 1, .03, .21, .47, .93);
        List<ObservedRun> holes =
                runs.stream()
                        .map(
                                r -> {
                                    double[] c = r.concentrationsKmolPerM3();
                                    c[1] = Double.NaN;
                                    return new ObservedRun(
                                            r.run(), r.where(), r.timesH(), c, r.temperaturesK());
                                })
                        .toList();
        WindowAdapter data = new WindowAdapter(FineTuning.REFERENCE, List.of(0.0));
        WindowModel model = data.adapt(untrained(1), declared, holes, 1);
        List<ObservedRun> test = observe(declared, Cstr.NOMINAL, 100, 2, GRID);
        // of the outputs' variance, where a mean would leave 1
        assertThat(error(model, test)).isLessThan(0.2);
    }

    @Test
    void whatIsMeasuredAfterTheWindowIsNotTaughtAsItsEnd() {
        DeclaredReactor declared = exact(Cstr.NOMINAL);
        List<ObservedRun> within = observe(declared, Cstr.NOMINAL, 12, 1, .1, .4, 1);
        List<ObservedRun> late = observe(declared, Cstr.NOMINAL, 12, 1, .1, .4, 1, 20);
        List<ObservedRun> test = observe(declared, Cstr.NOMINAL, 50, 2, GRID);
        WindowAdapter data = new WindowAdapter(new FineTuning(200, 1e-3), List.of(0.0));

        WindowModel model = data.adapt(untrained(1), declared, late, 1);

        assertThat(error(model, test))
                .isEqualTo(error(data.adapt(untrained(1), declared, within, 1), test));
        List<ObservedRun> onlyLate = observe(declared, Cstr.NOMINAL, 3, 1, 2, 20);
        assertThatThrownBy(() -> data.adapt(untrained(1), declared, onlyLate, 1))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("windowH");
    }

    @Test
    void membersAreAveragedAndTheSameTwice() {
        DeclaredReactor declared = exact(Cstr.NOMINAL);
        List<ObservedRun> runs = observe(declared, Cstr.NOMINAL, 5, 1, GRID);
        WindowAdapter adapter = new WindowAdapter(new FineTuning(50, 1e-3), List.of(1.0));
        NetworkWeights two = untrained(2);
        List<Run> some = runs.stream().map(ObservedRun::run).toList();
        List<double[]> times = runs.stream().map(ObservedRun::timesH).toList();
        List<double[][]> first = adapter.adapt(two, declared, runs, 7).predict(some, times);
        List<double[][]> again = adapter.adapt(two, declared, runs, 7).predict(some, times);
        assertThat(Arrays.deepToString(again.toArray()))
                .isEqualTo(Arrays.deepToString(first.toArray()));
        double[][] one = adapter.adapt(two.model(0), declared, runs, 7).predict(some, times).get(0);
        double[][] other =
                adapter.adapt(two.model(1), declared, runs, 7).predict(some, times).get(0);
        double mean = (one[1][4] + other[1][4]) / 2;
        assertThat(first.get(0)[1][4]).isCloseTo(mean, within(0.05));
    }

    @Test
    void runsThatFourNumbersCannotTellAreRefused() {
        DeclaredReactor tank = exact(Cstr.NOMINAL);
        Run changing =
                new Run(
                        InitialState.of(2, 380),
                        new InputProfile(new double[] {0, 0.002}, new double[][] {{0, 0}, {1, 0}}));
        assertThatThrownBy(() -> adapt(tank, changing))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("Run 1 changes its inputs");
        DeclaredReactor tube = exact(PlugFlowReactor.NOMINAL);
        Run filled = new Run(InitialState.of(1, 350), InputProfile.constant(100, 1, 350));
        assertThatThrownBy(() -> adapt(tube, filled))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("starts with something in the tube");
        assertThatThrownBy(() -> WindowAdapter.STANDARD.adapt(untrained(1), tank, List.of(), 1))
                .isInstanceOf(UnsuitableRunException.class);
        assertThatThrownBy(() -> new WindowAdapter(FineTuning.REFERENCE, List.of(-1.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FineTuning(0, 1e-3)).hasMessageContaining("epochs");
        assertThatThrownBy(() -> new FineTuning(1, 0)).hasMessageContaining("learningRate");
    }

    @Test
    void tubesMeasuredAtTheirOutletAreAdaptedWithoutPhysics() {
        DeclaredReactor outlet =
                new DeclaredReactor(
                        PlugFlowReactor.NOMINAL,
                        List.of(),
                        MeasuredNode.OUTLET,
                        OperatingRegion.of(PlugFlowReactor.NOMINAL));
        List<ObservedRun> runs = observe(outlet, PlugFlowReactor.NOMINAL, 3, 1, GRID);
        FineTuning brief = new FineTuning(5, 1e-3);
        WindowModel model =
                new WindowAdapter(brief, List.of(0.0, 1.0)).adapt(untrained(1), outlet, runs, 1);
        assertThat(model.physicsWeight()).isZero();
        assertThat(model.heldOut().candidates()).hasSize(1);
        assertThat(WindowAdapter.knowsPhysicsOf(outlet)).isFalse();
        assertThat(WindowAdapter.knowsPhysicsOf(exact(PlugFlowReactor.NOMINAL))).isTrue();
        assertThatThrownBy(
                        () ->
                                new WindowAdapter(brief, List.of(1.0))
                                        .adapt(untrained(1), outlet, runs, 1))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("measured at its outlet");
    }

    @Test
    void parametersAreEstimatedForPhysicsOnly() {
        Reactor truth = Cstr.NOMINAL.with(ReactorParameter.PRE_EXPONENTIAL_FACTOR, 1.1 * 8.46e6);
        DeclaredReactor declared =
                new DeclaredReactor(
                        Cstr.NOMINAL,
                        List.of(
                                new UnknownParameter(
                                        ReactorParameter.PRE_EXPONENTIAL_FACTOR, 8.46e6, 0.2)),
                        MeasuredNode.FIRST,
                        OperatingRegion.of(Cstr.NOMINAL));
        List<ObservedRun> runs = observe(declared, truth, 3, 1, GRID);
        FineTuning brief = new FineTuning(5, 1e-3);
        WindowModel physics =
                new WindowAdapter(brief, List.of(1.0)).adapt(untrained(1), declared, runs, 1);
        WindowModel data =
                new WindowAdapter(brief, List.of(0.0)).adapt(untrained(1), declared, runs, 1);
        assertThat(physics.reactor().kinetics().preExponentialFactor())
                .isCloseTo(1.1 * 8.46e6, within(1e3));
        assertThat(data.estimate()).isEmpty();
        assertThat(data.reactor()).isEqualTo(Cstr.NOMINAL);
    }

    private static void adapt(DeclaredReactor declared, Run run) {
        ObservedRun observed =
                new ObservedRun(
                        run,
                        MeasuredNode.FIRST,
                        new double[] {0.001},
                        new double[] {1},
                        new double[] {350});
        WindowAdapter.STANDARD.adapt(untrained(1), declared, List.of(observed), 1);
    }
}

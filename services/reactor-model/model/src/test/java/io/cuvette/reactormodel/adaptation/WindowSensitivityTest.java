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
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowSensitivityTest {
    private static final WindowAdapter BRIEF =
            new WindowAdapter(new FineTuning(60, 1e-3), List.of(0.0));

    /** Of a range: far above single precision, far below where the network bends. */
    private static final double SHARE = 1e-3;

    private static WindowModel model(DeclaredReactor declared) {
        List<ObservedRun> runs = observe(declared, declared.nominal(), 8, 1, GRID);
        return BRIEF.adapt(untrained(2), declared, runs, 1);
    }

    private static double[] timesH(DeclaredReactor declared) {
        double window = declared.region().windowH();
        return new double[] {0.03 * window, 0.1 * window, 0.57 * window, window, 1.5 * window};
    }

    private static void assertIsDifference(
            WindowModel model, double[][] found, Run plus, Run minus, double apart) {
        double[] times = timesH(model.declared());
        List<double[][]> y = model.predict(List.of(plus, minus), List.of(times, times));
        for (int channel = 0; channel < 2; channel++) {
            double unit = model.outputDeviations()[channel] / apart;
            for (int t = 0; t < times.length; t++) {
                double difference = (y.get(0)[channel][t] - y.get(1)[channel][t]) / apart;
                assertThat(found[channel][t]).isCloseTo(difference, within(1e-5 * unit));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void agreesWithDifferencesOfPredictions(ReactorType type) {
        Reactor reactor = type.nominal();
        DeclaredReactor declared = exact(reactor);
        WindowModel model = model(declared);
        Run run = observe(declared, reactor, 3, 5, GRID).get(2).run();
        double[] times = timesH(declared);

        List<double[][]> byInputs = WindowSensitivity.ofInputs(model, run, times);
        List<double[][]> byStart = WindowSensitivity.ofInitialState(model, run, times);

        List<Range> ranges = declared.region().inputs();
        assertThat(byInputs).hasSameSizeAs(ranges);
        double[] values = run.inputs().values()[0];
        for (int i = 0; i < values.length; i++) {
            double step = SHARE * ranges.get(i).halfWidth();
            double[] more = values.clone();
            double[] less = values.clone();
            more[i] += step;
            less[i] -= step;
            assertIsDifference(
                    model,
                    byInputs.get(i),
                    new Run(run.start(), InputProfile.constant(more)),
                    new Run(run.start(), InputProfile.constant(less)),
                    2 * step);
        }
        if (type == ReactorType.PLUG_FLOW) {
            assertThat(byStart).isEmpty();
            return;
        }
        double c = run.start().concentrationsKmolPerM3()[0];
        double t = run.start().temperaturesK()[0];
        assertIsDifference(
                model,
                byStart.get(0),
                new Run(InitialState.of(c + 0.003, t), run.inputs()),
                new Run(InitialState.of(c - 0.003, t), run.inputs()),
                0.006);
        assertIsDifference(
                model,
                byStart.get(1),
                new Run(InitialState.of(c, t + 0.15), run.inputs()),
                new Run(InitialState.of(c, t - 0.15), run.inputs()),
                0.3);
    }

    @Test
    void runsThatTheNetworkCannotBeToldOfAreRefused() {
        WindowModel tank = model(exact(Cstr.NOMINAL));
        Run changing =
                new Run(
                        InitialState.of(2, 380),
                        new InputProfile(new double[] {0, 0.002}, new double[][] {{0, 0}, {1, 0}}));
        assertThatThrownBy(() -> WindowSensitivity.ofInputs(tank, changing, 0.001))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("changes its inputs");
        WindowModel tube = model(exact(PlugFlowReactor.NOMINAL));
        Run filled = new Run(InitialState.of(1, 350), InputProfile.constant(100, 1, 350));
        assertThatThrownBy(() -> WindowSensitivity.ofInitialState(tube, filled, 0.01))
                .isInstanceOf(UnsuitableRunException.class);
    }
}

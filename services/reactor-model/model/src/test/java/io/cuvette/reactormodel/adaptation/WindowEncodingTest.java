package io.cuvette.reactormodel.adaptation;

import static io.cuvette.reactormodel.adaptation.WindowRuns.untrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowEncodingTest {

    /** Forty times the heat of reaction: some runs end above any temperature. */
    private static DeclaredReactor hot(Range startConcentration, Range startTemperatureK) {
        Reactor hot = Cstr.NOMINAL.with(ReactorParameter.REACTION_ENTHALPY, -2e6);
        OperatingRegion region =
                new OperatingRegion(
                        startConcentration,
                        startTemperatureK,
                        List.of(new Range(-1, 1), new Range(-1e5, 1e5)),
                        0.005);
        return new DeclaredReactor(hot, List.of(), MeasuredNode.FIRST, region);
    }

    @Test
    void aReactorThatCannotBeFollowedAnywhereIsRefusedWithWhatToCheck() {
        DeclaredReactor nowhere = hot(new Range(5, 6), new Range(550, 600));
        ObservedRun run =
                new ObservedRun(
                        new Run(InitialState.of(2, 380), InputProfile.constant(0, 0)),
                        MeasuredNode.FIRST,
                        new double[] {0.001},
                        new double[] {1},
                        new double[] {350});

        assertThatThrownBy(
                        () -> WindowAdapter.STANDARD.adapt(untrained(1), nowhere, List.of(run), 1))
                .isInstanceOf(UnsuitableRunException.class)
                .hasMessageContaining("None of 256 runs over the region can be followed")
                .hasMessageContaining("check parameters, units and region");
    }

    @Test
    void cornersThatCannotBeFollowedLeaveTheScaleToTheOthers() {
        WindowEncoding encoding = WindowEncoding.of(hot(new Range(0, 6), new Range(300, 600)));

        for (StandardScaler scaler :
                List.of(encoding.scaling().features(), encoding.scaling().outputs())) {
            assertThat(Arrays.stream(scaler.mean()).allMatch(Double::isFinite)).isTrue();
            assertThat(Arrays.stream(scaler.standardDeviation()).allMatch(d -> d > 0)).isTrue();
        }
    }

    @Test
    void aRegionOfOneStartScalesByShiftingOnly() {
        DeclaredReactor one =
                new DeclaredReactor(
                        Cstr.NOMINAL,
                        List.of(),
                        MeasuredNode.FIRST,
                        new OperatingRegion(
                                new Range(2, 2),
                                new Range(380, 380),
                                OperatingRegion.of(Cstr.NOMINAL).inputs(),
                                0.005));
        StandardScaler features = WindowEncoding.of(one).scaling().features();

        assertThat(features.standardDeviation()[0]).isEqualTo(1);
        assertThat(features.standardDeviation()[1]).isEqualTo(1);
        assertThat(features.scale(381, 0)).isEqualTo(1);
    }
}

package io.cuvette.reactormodel.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.SimulationException.Reason;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parameters that inputs deviate from: what a run asks may be impossible with some of them. */
public class UnphysicalRunTest {
    public static final Reactor BELIEVED =
            Cstr.NOMINAL.with(ReactorParameter.FEED_CONCENTRATION, 3.4);
    public static final List<UnknownParameter> FEED =
            List.of(new UnknownParameter(ReactorParameter.FEED_CONCENTRATION, 3.4, 0.1));

    private static ObservedRun observe(Reactor truth, Run run) {
        double[] times = {1e-3, 2e-3, 3e-3, 4e-3, 5e-3};
        Trajectory t = Simulator.STANDARD.simulate(truth, run, times);
        MeasuredNode where = MeasuredNode.FIRST;
        return new ObservedRun(run, where, times, t.concentrations(where), t.temperaturesK(where));
    }

    /** The first with that deviation of the feed. */
    public static List<ObservedRun> runs(double feed, double firstDeviation) {
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double deviation = i == 0 ? firstDeviation : 0.5 * i;
            runs.add(
                    observe(
                            BELIEVED.with(ReactorParameter.FEED_CONCENTRATION, feed),
                            new Run(
                                    InitialState.of(2 + 0.3 * i, 380),
                                    InputProfile.constant(deviation, 0))));
        }
        return runs;
    }

    @Test
    void aRegionThatReachesBelowTheEstimatedFeedIsNoHindrance() {
        DeclaredReactor declared =
                new DeclaredReactor(
                        BELIEVED, FEED, MeasuredNode.FIRST, OperatingRegion.of(BELIEVED));
        for (int count : new int[] {1, 4}) {
            List<ObservedRun> runs = runs(3.2, -1).subList(0, count);
            AdaptedReactor model = new Adapter(Optional.empty()).adapt(declared, runs);
            assertThat(model.reactor().get(ReactorParameter.FEED_CONCENTRATION))
                    .isCloseTo(3.2, within(1e-3));
            Prediction prediction = model.predict(runs.get(0).run(), runs.get(0).timesH(), 0.9);
            assertThat(prediction.temperatureHalfWidths()).doesNotContain(Double.NaN);
            Run below = new Run(InitialState.of(2, 380), InputProfile.constant(-3.4, 0));
            assertThatThrownBy(() -> model.predict(below, new double[] {1e-3}, 0.9))
                    .isInstanceOfSatisfying(
                            SimulationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNPHYSICAL_INPUT));
        }
    }

    @Test
    void theSearchStepsBackFromFeedsBelowNothing() {
        Estimate found = ParameterEstimator.STANDARD.estimate(BELIEVED, FEED, runs(3.4, -3.4));
        Estimate.Parameter feed = found.parameters().get(0);
        assertThat(feed.value()).isCloseTo(3.4, within(1e-4));
        // what lies beyond the edge says nothing: the interval is that of the other side
        Estimate without = ParameterEstimator.STANDARD.estimate(BELIEVED, FEED, runs(3.4, -3));
        double width = feed.high() - feed.low();
        Estimate.Parameter free = without.parameters().get(0);
        assertThat(width / (free.high() - free.low())).isBetween(0.5, 2.0);
    }

    @Test
    void goingOnFromAFeedWithWhichARunIsImpossibleStartsAnew() {
        List<ObservedRun> few = runs(3.39, -1);
        Estimate earlier = ParameterEstimator.STANDARD.estimate(BELIEVED, FEED, few);
        List<ObservedRun> all = new ArrayList<>(few);
        all.add(runs(3.4, -3.395).get(0));

        Estimate found = ParameterEstimator.STANDARD.onward(BELIEVED, earlier, all);

        Estimate anew = ParameterEstimator.STANDARD.estimate(BELIEVED, FEED, all);
        assertThat(found.coordinates()).isEqualTo(anew.coordinates());
        assertThat(found.reactor().get(ReactorParameter.FEED_CONCENTRATION)).isGreaterThan(3.395);
    }

    @Test
    void aJacketBelowZeroKelvinIsSteppedBackFromToo() {
        PlugFlowReactor nominal = PlugFlowReactor.NOMINAL;
        double jacketK = nominal.jacketTemperatureK();
        UnknownParameter jacket =
                new UnknownParameter(ReactorParameter.JACKET_TEMPERATURE, jacketK, 0.1);
        List<ObservedRun> runs = new ArrayList<>();
        for (double deviation : new double[] {-0.99 * jacketK, 50}) {
            runs.add(
                    observe(
                            nominal,
                            new Run(
                                    InitialState.of(0, jacketK),
                                    InputProfile.constant(deviation, 2, 380))));
        }
        Estimate found = ParameterEstimator.STANDARD.estimate(nominal, List.of(jacket), runs);
        assertThat(found.parameters().get(0).value()).isCloseTo(jacketK, within(0.1));
    }

    @Test
    void runsThatTheBelievedReactorCannotDoAreNamed() {
        Run below = new Run(InitialState.of(2, 380), InputProfile.constant(-3.5, 0));
        ObservedRun run = observe(Cstr.NOMINAL, below);
        List<UnknownParameter> energy =
                List.of(new UnknownParameter(ReactorParameter.ACTIVATION_ENERGY, 5e4, 0.05));
        assertThatThrownBy(
                        () -> ParameterEstimator.STANDARD.estimate(BELIEVED, energy, List.of(run)))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("the feed's concentration would be -0.1");
    }
}

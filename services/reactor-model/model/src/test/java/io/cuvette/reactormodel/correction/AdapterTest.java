package io.cuvette.reactormodel.correction;

import static io.cuvette.reactormodel.correction.Adapting.WITHOUT_NETWORK;
import static io.cuvette.reactormodel.correction.Adapting.adapted;
import static io.cuvette.reactormodel.correction.Adapting.error;
import static io.cuvette.reactormodel.correction.Adapting.observe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.reactormodel.task.PhysicalSampler;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTest {
    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void threeExactRunsLeaveLittleOfTheErrorOfTextbookKinetics(ReactorType type) {
        Reactor truth = new PhysicalSampler(77).reactor(type, 1);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> test = observe(truth, 40, 2);
        AdaptedReactor textbook = WITHOUT_NETWORK.adapt(declared, List.of());
        AdaptedReactor adapted = WITHOUT_NETWORK.adapt(declared, observe(truth, 3, 1));
        assertThat(textbook.estimate()).isEmpty();
        assertThat(error(adapted, test)).isLessThan(error(textbook, test) / 10);
    }

    @Test
    void aCorrectionIsChosenWhereBalancesAreWrongAndLeftOutWhereTheyAreRight() {
        CorrectionTasks family = new CorrectionTasks(2001, 10);
        Reactor loses = family.truth(ReactorType.CSTR, Misfit.HEAT_LOSS, 0, 0);
        AdaptedReactor wrong = adapted(loses, 20, 1);
        assertThat(wrong.heldOut().chosen()).isEqualTo(CorrectionKind.LINEAR);
        assertThat(wrong.heldOut().withCorrection())
                .isLessThan(0.8 * wrong.heldOut().withoutCorrection());
        Reactor plain = new PhysicalSampler(77).reactor(ReactorType.CSTR, 3);
        AdaptedReactor right = adapted(plain, 20, 1);
        assertThat(right.heldOut().withoutCorrection()).isLessThan(1e-8);
    }

    @Test
    void sayWhatLiesOutsideOfTheRegion() {
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(
                        new DeclaredReactor(
                                Cstr.NOMINAL,
                                List.of(),
                                MeasuredNode.OUTLET,
                                OperatingRegion.of(Cstr.NOMINAL)),
                        List.of());
        Run far = new Run(InitialState.of(1, 650), InputProfile.constant(0, 6e5));
        Prediction p = model.predict(far, new double[] {0.004, 0.02}, 0.9);
        assertThat(p.outside())
                .containsExactly("startTemperatureK", "heatDeviationKJPerH", "horizon");
        assertThat(p.insideRegion()).isFalse();
        assertThat(Arrays.stream(p.temperaturesK()).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void rollingOverWindowsOfRightBalancesIsTheSimulation() {
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(
                        new DeclaredReactor(
                                Cstr.NOMINAL,
                                List.of(),
                                MeasuredNode.OUTLET,
                                OperatingRegion.of(Cstr.NOMINAL)),
                        List.of());
        double window = 0.005;
        List<InputProfile> inputs =
                List.of(
                        InputProfile.constant(0, 1e5),
                        InputProfile.constant(1, -1e5),
                        InputProfile.constant(-1, 0));
        Rollout rolled = Rollout.of(model, InitialState.of(2, 390), inputs, window, 5);
        InputProfile whole =
                new InputProfile(
                        new double[] {0, window, 2 * window},
                        new double[][] {{0, 1e5}, {1, -1e5}, {-1, 0}});
        Trajectory expected =
                Simulator.STANDARD.simulate(
                        Cstr.NOMINAL, new Run(InitialState.of(2, 390), whole), rolled.timesH());
        assertThat(rolled.temperaturesK())
                .containsExactly(expected.temperaturesK(MeasuredNode.OUTLET), within(1e-3));
        assertThat(rolled.concentrationsKmolPerM3())
                .containsExactly(expected.concentrations(MeasuredNode.OUTLET), within(1e-5));
        assertThat(rolled.outside()).allSatisfy(names -> assertThat(names).isEmpty());
        assertThatThrownBy(() -> Rollout.of(model, InitialState.of(2, 390), List.of(), window, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nominalTwinsForgetOnlyTheSubstance() {
        Reactor truth = new PhysicalSampler(5).reactor(ReactorType.CSTR, 0);
        Reactor twin = TaskScaling.nominalTwin(truth);
        assertThat(twin.get(ReactorParameter.VOLUME)).isEqualTo(truth.get(ReactorParameter.VOLUME));
        assertThat(twin.kinetics()).isEqualTo(Cstr.NOMINAL.kinetics());
    }
}

package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainedReactorsTest {
    private static final List<TrainedReactors> KINDS =
            TrainedReactors.of(RoutedTasks.contexts(new CorrectionTasks(1, 32), 48));

    private static DeclaredReactor declared(Reactor reactor, MeasuredNode node) {
        return new DeclaredReactor(reactor, List.of(), node, node.region(reactor));
    }

    @Test
    void tubesAreTrainedAtBothEnds() {
        assertThat(KINDS)
                .extracting(kind -> kind.type() + " " + kind.measured())
                .containsExactly(
                        "CSTR FIRST", "BATCH FIRST", "PLUG_FLOW FIRST", "PLUG_FLOW OUTLET");
        // a window at the outlet is five to twenty times as long
        Range first = KINDS.get(2).numbers().get(2);
        Range outlet = KINDS.get(3).numbers().get(2);
        assertThat(outlet.low()).isGreaterThan(first.high());
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void nominalReactorsAreLikeThoseOfTheTraining(ReactorType type) {
        for (MeasuredNode node : MeasuredNode.values()) {
            assertThat(TrainedReactors.unlike(KINDS, declared(type.nominal(), node))).isEmpty();
        }
    }

    @Test
    void whatIsNewIsNamed() {
        Reactor alike = Cstr.NOMINAL.with(ReactorParameter.REACTION_ENTHALPY, -1.2e4);
        assertThat(TrainedReactors.unlike(KINDS, declared(alike, MeasuredNode.OUTLET))).isEmpty();
        Reactor hot = Cstr.NOMINAL.with(ReactorParameter.REACTION_ENTHALPY, -8e4);
        assertThat(TrainedReactors.unlike(KINDS, declared(hot, MeasuredNode.OUTLET)))
                .contains("adiabaticRise");
        DeclaredReactor long_ =
                new DeclaredReactor(
                        Cstr.NOMINAL,
                        List.of(),
                        MeasuredNode.FIRST,
                        MeasuredNode.FIRST.region(Cstr.NOMINAL).withWindow(10));
        assertThat(TrainedReactors.unlike(KINDS, long_))
                .contains("reactionOverWindow", "exchangeOverWindow");
        List<TrainedReactors> tanks = KINDS.subList(0, 2);
        assertThat(
                        TrainedReactors.unlike(
                                tanks, declared(PlugFlowReactor.NOMINAL, MeasuredNode.FIRST)))
                .containsExactly("measuredNode");
    }

    @Test
    void rangesAreOneANumber() {
        assertThatThrownBy(
                        () -> new TrainedReactors(ReactorType.CSTR, MeasuredNode.FIRST, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adiabaticRise");
    }
}

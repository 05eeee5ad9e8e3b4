package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.Unmeasured;
import io.cuvette.reactormodel.estimation.UnphysicalRunTest;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittedTest {
    private static final DeclaredReactor FEED_UNKNOWN =
            new DeclaredReactor(
                    UnphysicalRunTest.BELIEVED,
                    UnphysicalRunTest.FEED,
                    MeasuredNode.FIRST,
                    OperatingRegion.of(UnphysicalRunTest.BELIEVED));

    @Test
    void aRunThatIsImpossibleWithWhatTheOthersSayIsPredictedAsDeclared() {
        List<ObservedRun> runs = new ArrayList<>(UnphysicalRunTest.runs(3.4, -3.4));
        // all but the first say that the feed is below 3.4
        for (int i = 1; i < 4; i++) {
            runs.set(i, UnphysicalRunTest.runs(3.39, -3.3).get(i));
        }

        Fitted fitted = Fitted.of(FEED_UNKNOWN, runs, true);

        assertThat(fitted.folds().stream().map(Fitted.Fold::asDeclared))
                .containsExactly(true, false, false, false);
        Base declared = new Base(FEED_UNKNOWN.nominal(), MeasuredNode.FIRST);
        assertThat(fitted.leftOut().values().get(0))
                .isDeepEqualTo(Residuals.of(declared, runs).values().get(0));
        AdaptedReactor model = new Adapter(Optional.empty()).adapt(FEED_UNKNOWN, runs);
        assertThat(model.heldOut().withoutCorrection()).isFinite();
    }

    @Test
    void aPartWithoutAValueLeavesTheDeclaration() {
        List<ObservedRun> runs = new ArrayList<>(UnphysicalRunTest.runs(3.2, -1));
        for (int i = 1; i < runs.size(); i++) {
            runs.set(i, Unmeasured.concentrations(Unmeasured.temperatures(runs.get(i))));
        }

        Fitted fitted = Fitted.of(FEED_UNKNOWN, runs, true);

        double feed = fitted.base().reactor().get(ReactorParameter.FEED_CONCENTRATION);
        assertThat(feed).isLessThan(3.25);
        assertThat(fitted.folds().get(0).base().reactor()).isEqualTo(FEED_UNKNOWN.nominal());
    }
}

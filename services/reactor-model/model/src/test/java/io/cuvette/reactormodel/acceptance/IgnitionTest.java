package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.task.PhysicalSampler;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A batch reactor of which all runs but one are burnt out before the first measurement, and one
 * ignites within its window: slopes by long differences led a search past the kinetics that
 * describe it.
 */
class IgnitionTest {
    private static final int REACTOR = 4;

    @Test
    void oneRunThatIgnitesTellsTheKinetics() {
        Unseen unseen =
                Unseen.reactors(new PhysicalSampler(2001), ReactorType.BATCH, REACTOR + 1)
                        .get(REACTOR);
        for (int runs : new int[] {5, 10}) {
            AdaptedReactor model =
                    new Adapter(Optional.empty())
                            .adapt(
                                    CorrectionTasks.declared(unseen.task().reactor()),
                                    unseen.observed(runs));

            assertThat(unseen.error(model)).as("%d runs", runs).isLessThan(1e-8);
        }
    }
}

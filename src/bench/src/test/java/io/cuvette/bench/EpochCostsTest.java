package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochCostsTest {

    private static final EpochCosts COSTS =
            new EpochCosts(
                    List.of(
                            new EpochCosts.Epoch("fe", new Medians.Seconds(12.5, 9.25)),
                            new EpochCosts.Epoch("medl_plus", new Medians.Seconds(7, 6))),
                    new Medians.Seconds(14, 8),
                    new Medians.Seconds(163, 117),
                    5L << 32,
                    6L << 32);

    @Test
    void aProbesLinesAreReadBackFromAmongOthers() {
        List<String> lines = new ArrayList<>(COSTS.toLines());
        lines.add(0, "[main] INFO costs of a log line");
        lines.add(2, "");

        assertThat(EpochCosts.parse(lines)).isEqualTo(COSTS);
    }

    @Test
    void aProcessThatPrintedHalfIsNoMeasurement() {
        for (int missing = 2; missing < COSTS.toLines().size(); missing++) {
            List<String> lines = new ArrayList<>(COSTS.toLines());
            lines.remove(missing);
            assertThatIllegalArgumentException().isThrownBy(() -> EpochCosts.parse(lines));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> EpochCosts.parse(List.of()));
    }
}

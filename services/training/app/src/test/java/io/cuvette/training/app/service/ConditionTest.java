package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");

    private static Condition leased(boolean status, String reason, Instant time) {
        return new Condition(Condition.Type.LEASED, status, reason, "", time);
    }

    @Test
    void keepsTheTimeWhileTheStatusStays() {
        List<Condition> conditions =
                Condition.with(List.of(leased(true, "A", EARLY)), leased(true, "B", LATE));

        assertThat(conditions).containsExactly(leased(true, "B", EARLY));
    }

    @Test
    void takesTheNewTimeWhenTheStatusTurns() {
        List<Condition> conditions =
                Condition.with(List.of(leased(true, "A", EARLY)), leased(false, "B", LATE));

        assertThat(conditions).containsExactly(leased(false, "B", LATE));
    }

    @Test
    void keepsOneConditionOfEachType() {
        Condition finished = new Condition(Condition.Type.FINISHED, true, "Done", "", LATE);

        assertThat(Condition.with(List.of(leased(true, "A", EARLY)), finished))
                .containsExactly(leased(true, "A", EARLY), finished);
    }
}

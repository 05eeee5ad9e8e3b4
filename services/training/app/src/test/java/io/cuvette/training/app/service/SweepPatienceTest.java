package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepPatienceTest {

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    @ParameterizedTest
    @CsvSource({"60, 2", "5, 2", "5, 10", "8, 1"})
    void endsOneLeaseAfterTheStartWhateverTheTurnsAre(int lease, int sweepEvery) {
        long start = Long.MAX_VALUE - seconds(3); // nanoTime may overflow
        SweepPatience patience =
                new SweepPatience(Duration.ofSeconds(lease), Duration.ofSeconds(sweepEvery), start);
        for (int turn = 1; turn <= 20; turn++) {
            // each a little late, as on a busy machine
            long now = start + turn * seconds(1.5 * sweepEvery);
            assertThat(patience.wasAway(now)).as("turn %d", turn).isFalse();
            assertThat(patience.holds(now))
                    .as("turn %d", turn)
                    .isEqualTo(turn * 1.5 * sweepEvery < lease);
            patience.contact(now);
        }
    }

    @Test
    void beginsAnewAfterAnOutageAndEndsOneLeaseLater() {
        SweepPatience patience =
                new SweepPatience(Duration.ofSeconds(60), Duration.ofSeconds(2), 0);
        patience.contact(seconds(100));
        assertThat(patience.wasAway(seconds(119))).isFalse();
        assertThat(patience.holds(seconds(119))).isFalse();

        assertThat(patience.wasAway(seconds(121))).isTrue();

        assertThat(patience.holds(seconds(121))).isTrue();
        patience.contact(seconds(121));
        assertThat(patience.wasAway(seconds(123))).isFalse();
        assertThat(patience.holds(seconds(180))).isTrue();
        assertThat(patience.holds(seconds(182))).isFalse();
    }
}

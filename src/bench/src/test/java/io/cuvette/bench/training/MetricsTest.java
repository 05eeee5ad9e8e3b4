package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void averagePrecisionIsTheMeanPrecisionAtThePositives() {
        float[] scores = {0.1f, 0.9f, 0.4f, 0.8f, 0.3f};
        boolean[] positive = {false, true, true, false, true};

        // ranks 1, 3 and 4
        assertThat(Metrics.averagePrecision(scores, positive))
                .isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-12));
    }

    @Test
    void equalScoresCountTogether() {
        float[] scores = {1, 1, 0, 0};
        boolean[] positive = {true, false, false, true};

        // sklearn.metrics.average_precision_score([1, 0, 0, 1], [1, 1, 0, 0]) == 0.5
        assertThat(Metrics.averagePrecision(scores, positive)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void averagePrecisionNeedsAPositiveAndNumbers() {
        assertThatThrownBy(() -> Metrics.averagePrecision(new float[2], new boolean[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no positive row");
        assertThat(Metrics.averagePrecision(new float[] {1, Float.NaN}, new boolean[] {true, true}))
                .isNaN();
    }

    @Test
    void recallCountsPartnersAmongTheNearestInBothDirections() {
        float[] similarities = {
            9, 8, 1,
            2, 5, 6,
            3, 4, 7
        };

        // rows: 0 and 2 are first, 1 second; columns: 0 and 2 are first, 1 second
        assertThat(Metrics.recallAt(1, similarities, 3)).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(Metrics.recallAt(2, similarities, 3)).isEqualTo(1);
    }

    @Test
    void embeddingsThatAreAllAlikeFindNothing() {
        assertThat(Metrics.recallAt(1, new float[] {1, 1, 1, 1}, 2)).isZero();
        assertThat(Metrics.recallAt(1, new float[] {1, Float.NaN, 1, 1}, 2)).isNaN();
    }
}

package io.cuvette.batchcorrection.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.Oracle;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void equalsScipysStudentInterval() {
        for (JsonNode set : Oracle.read("interval.json")) {
            Interval interval = Interval.ofMean(Oracle.reals(set.get("values")));
            assertThat(interval.mean()).isCloseTo(set.get("mean").asDouble(), within(1e-12));
            assertThat(interval.low()).isCloseTo(set.get("low").asDouble(), within(1e-9));
            assertThat(interval.high()).isCloseTo(set.get("high").asDouble(), within(1e-9));
            assertThat(interval.n()).isEqualTo(set.get("values").size());
        }
    }

    @Test
    void fiveFoldsTakeThePapersQuantile() {
        // deviation 1, so that the half width is t / sqrt(5)
        double d = Math.sqrt(0.4);
        Interval interval = Interval.ofMean(-2 * d, -d, 0, d, 2 * d);
        assertThat(interval.high() * Math.sqrt(5)).isCloseTo(2.776, within(5e-4));
        assertThat(interval.low()).isEqualTo(-interval.high());
    }

    @Test
    void equalMeasurementsHaveNoWidth() {
        assertThat(Interval.ofMean(0.5, 0.5, 0.5)).isEqualTo(new Interval(0.5, 0.5, 0.5, 3));
    }

    @Test
    void overlapsWhereAValueIsInBoth() {
        Interval low = new Interval(1, 0, 2, 3);
        assertThat(low.overlaps(new Interval(3, 2, 4, 3))).isTrue();
        assertThat(new Interval(3, 2, 4, 3).overlaps(low)).isTrue();
        assertThat(low.overlaps(new Interval(3, 2.1, 4, 3))).isFalse();
        assertThat(low.overlaps(new Interval(1, 0.9, 1.1, 3))).isTrue();
    }

    @Test
    void refusesOneMeasurementAndWhatIsNoNumber() {
        assertThatThrownBy(() -> Interval.ofMean(1)).hasMessageContaining("two or more");
        assertThatThrownBy(() -> Interval.ofMean(1, Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> new Interval(1, 2, 3, 5)).hasMessageContaining("low <= mean");
    }
}

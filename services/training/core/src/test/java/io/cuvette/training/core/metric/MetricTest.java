package io.cuvette.training.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTest {

    @Test
    void meansAreWeightedAndContinueFromTheirSums() {
        RunningMeans means = new RunningMeans();
        means.add("loss", 1, 3);
        means.add("loss", 5);
        means.add("accuracy", 0.5);
        assertThat(means.means()).containsExactly(entry("loss", 2.0), entry("accuracy", 0.5));
        RunningMeans continued = new RunningMeans(means.sums());
        continued.add("loss", 2, 4);
        assertThat(continued.means()).containsEntry("loss", 2.0);
        means.clear();
        assertThat(means.means()).isEmpty();
        assertThatThrownBy(() -> means.add("x", 1, 0)).hasMessageContaining("weight of x is 0.0");
    }

    @Test
    void historyGivesSeriesOfTheEpochsThatHaveAMetric() {
        MetricHistory history = new MetricHistory();
        assertThat(history.last()).isEmpty();
        history.add(new MetricHistory.Row(0, 10, Map.of("a", 1.0)));
        history.add(new MetricHistory.Row(1, 20, Map.of("a", 0.5, "b", 7.0)));
        assertThat(history.series("a")).containsExactly(1, 0.5);
        assertThat(history.series("b")).containsExactly(7);
        assertThat(history.last().orElseThrow().step()).isEqualTo(20);
    }
}

package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every column on data that leave some of them without a meaning. */
class MetricBadInputTest {
    private static final int CELLS = 60;
    private static final ScoreSettings ALL = ScoreSettings.DEFAULT.withAllMetrics();

    private static final Set<Metric> OF_BATCHES =
            Set.of(
                    Metric.BATCH_SILHOUETTE,
                    Metric.BATCH_CALINSKI_HARABASZ,
                    Metric.BATCH_INVERSE_DAVIES_BOULDIN,
                    Metric.ILISI,
                    Metric.ILISI_RELATIVE,
                    Metric.PCR_COMPARISON,
                    Metric.BATCH_LEAKAGE);

    private static Embedding noise(int cells) {
        Random random = new Random(6);
        double[] values = new double[cells * 3];
        Arrays.setAll(values, i -> random.nextGaussian());
        return new Embedding(cells, 3, values);
    }

    /** Codes i mod groups. */
    private static Grouping groups(int cells, int groups) {
        return new Grouping(
                IntStream.range(0, groups).mapToObj(g -> "g%03d".formatted(g)).toList(),
                IntStream.range(0, cells).map(cell -> cell % groups).toArray());
    }

    private static Map<Metric, Double> scores(Embedding x, Grouping batches, Grouping labels) {
        return Evaluation.of(Map.of("pca", x), batches, labels, "pca", ALL).rows().get(0).scores();
    }

    @Test
    void oneBatchLeavesTheLabelMetrics() {
        Map<Metric, Double> scores = scores(noise(CELLS), groups(CELLS, 1), groups(CELLS, 2));
        assertThat(scores.keySet())
                .doesNotContainAnyElementsOf(OF_BATCHES)
                .doesNotContain(Metric.BRAS, Metric.BATCH_ASW, Metric.KBET, Metric.SBEE)
                .contains(Metric.LABEL_ASW, Metric.NMI, Metric.NMI_LEIDEN, Metric.CLISI);
    }

    @Test
    void oneLabelLeavesTheBatchMetricsAndNoAggregate() {
        Map<Metric, Double> scores = scores(noise(CELLS), groups(CELLS, 2), groups(CELLS, 1));
        assertThat(scores.keySet())
                .containsAll(OF_BATCHES)
                .contains(Metric.BRAS, Metric.KBET, Metric.KBET_DIFFUSION, Metric.SBEE)
                .doesNotContain(
                        Metric.LABEL_ASW,
                        Metric.NMI,
                        Metric.CLISI,
                        Metric.BIO_SCORE,
                        Metric.TOTAL_SCORE);
    }

    @Test
    void labelsEqualToBatchesHaveNoMixingToMeasure() {
        Map<Metric, Double> scores = scores(noise(CELLS), groups(CELLS, 3), groups(CELLS, 3));
        assertThat(scores.keySet())
                .containsAll(OF_BATCHES)
                .doesNotContain(Metric.BRAS, Metric.BATCH_ASW, Metric.KBET, Metric.KBET_DIFFUSION)
                .contains(Metric.ISOLATED_LABELS, Metric.ISOLATED_LABELS_F1);
        // each label has one batch, where nothing can be corrected
        assertThat(scores.get(Metric.SBEE)).isCloseTo(1, within(1e-7));
        assertThat(Reference.of(groups(CELLS, 3), groups(CELLS, 3), 1))
                .containsEntry(Reference.LOOKUP_CEILING, 1.0);
    }

    @Test
    void missingLabelsOfAllCellsButTwoLeaveTheBatchMetrics() {
        int[] codes = new int[CELLS];
        Arrays.fill(codes, 2, CELLS, -1);
        assertThat(
                        scores(noise(CELLS), groups(CELLS, 2), new Grouping(List.of("x"), codes))
                                .keySet())
                .containsExactlyInAnyOrderElementsOf(OF_BATCHES);
    }

    @Test
    void groupsOfOneCellEachGiveScoresWithinTheirRange() {
        for (Map<Metric, Double> scores :
                List.of(
                        scores(noise(CELLS), groups(CELLS, 30), groups(CELLS, 20)),
                        scores(noise(CELLS), groups(CELLS, 60), groups(CELLS, 2)),
                        scores(noise(CELLS), groups(CELLS, 2), groups(CELLS, 60)))) {
            assertThat(scores.values()).allMatch(Double::isFinite);
            scores.forEach(
                    (metric, score) -> {
                        if (!metric.name().contains("HARABASZ")
                                && !metric.name().contains("BOULDIN")
                                && metric != Metric.ILISI_RELATIVE) {
                            assertThat(score).as(metric.key()).isBetween(-1.0, 1 + 1e-9);
                        }
                    });
        }
    }

    @Test
    void cellsThatAllCoincideAreScoredWhereThatMeansSomething() {
        Map<Metric, Double> scores =
                scores(
                        new Embedding(CELLS, 3, new double[3 * CELLS]),
                        groups(CELLS, 2),
                        groups(CELLS, 3));
        assertThat(scores.values()).allMatch(Double::isFinite);
        assertThat(scores)
                .containsEntry(Metric.BRAS, 1.0)
                .containsEntry(Metric.BATCH_SILHOUETTE, 0.0);
    }

    @Test
    void threeCellsAreEnough() {
        Map<Metric, Double> scores = scores(noise(3), groups(3, 2), groups(3, 2));
        assertThat(scores.values()).isNotEmpty().allMatch(Double::isFinite);
    }

    @Test
    void refusesCellsWithoutABatchOtherLengthsAndEmptyRequests() {
        int[] codes = groups(CELLS, 2).codes().clone();
        codes[4] = -1;
        Grouping missing = new Grouping(List.of("a", "b"), codes);
        assertThatThrownBy(() -> scores(noise(CELLS), missing, groups(CELLS, 2)))
                .hasMessageContaining("1 missing")
                .hasMessageContaining("every cell needs a batch");
        assertThatThrownBy(() -> scores(noise(CELLS), groups(CELLS, 2), groups(50, 2)))
                .hasMessageContaining("50 labels");
        assertThatThrownBy(() -> scores(noise(50), groups(CELLS, 2), groups(CELLS, 2)))
                .hasMessageContaining("50 rows for 60 cells");
        assertThatThrownBy(() -> ALL.withMetrics(Set.of())).hasMessageContaining("a metric");
        assertThatThrownBy(() -> ALL.withSample(2)).hasMessageContaining("3 cells");
        Embedding broken = noise(CELLS);
        broken.values()[0] = Double.NaN;
        assertThatThrownBy(() -> scores(broken, groups(CELLS, 2), groups(CELLS, 2)))
                .hasMessageContaining("not finite");
    }
}

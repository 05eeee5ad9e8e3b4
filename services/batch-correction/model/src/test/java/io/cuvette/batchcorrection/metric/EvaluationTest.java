package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Draw;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final int CELLS = 400;
    private static final Grouping BATCHES =
            new Grouping(List.of("b0", "b1"), new Random(1).ints(CELLS, 0, 2).toArray());
    private static final Grouping LABELS =
            new Grouping(List.of("x", "y", "z"), new Random(2).ints(CELLS, 0, 3).toArray());

    /** Labels 8 apart; batches {@code shift} apart along another axis. */
    private static Embedding points(double shift) {
        Random random = new Random(3);
        double[] values = new double[CELLS * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        for (int cell = 0; cell < CELLS; cell++) {
            values[cell * 4] += 8 * LABELS.codes()[cell];
            values[cell * 4 + 1] += shift * BATCHES.codes()[cell];
        }
        return new Embedding(CELLS, 4, values);
    }

    private static Map<String, Embedding> methods() {
        Map<String, Embedding> methods = new LinkedHashMap<>();
        methods.put("pca", points(5));
        methods.put("good", points(0));
        return methods;
    }

    @Test
    void aMethodThatRemovesTheBatchScoresBetterInEveryBatchMetric() {
        Evaluation table =
                Evaluation.of(
                        methods(),
                        BATCHES,
                        LABELS,
                        "pca",
                        ScoreSettings.DEFAULT.withSeed(5).withAllMetrics());
        Evaluation.Row before = table.rows().get(0);
        Evaluation.Row after = table.rows().get(1);
        assertThat(before.scores().keySet()).containsExactly(Metric.values());
        for (Metric metric : Metric.values()) {
            // these look at labels, which both methods keep
            if (metric.name().startsWith("LABEL")
                    || metric == Metric.CLISI
                    || metric == Metric.GRAPH_CONNECTIVITY) {
                continue;
            }
            double worse = before.score(metric).orElseThrow();
            double better = after.score(metric).orElseThrow();
            if (metric.better() == Metric.Direction.HIGHER) {
                assertThat(better).as(metric.key()).isGreaterThanOrEqualTo(worse);
            } else {
                assertThat(better).as(metric.key()).isLessThan(worse);
            }
        }
        assertThat(after.score(Metric.KBET).orElseThrow()).isGreaterThan(0.85);
        assertThat(before.score(Metric.KBET).orElseThrow()).isLessThan(0.1);
        assertThat(before.score(Metric.PCR_COMPARISON)).hasValue(0);
        assertThat(after.score(Metric.PCR_COMPARISON).orElseThrow()).isGreaterThan(0.9);
        assertThat(after.score(Metric.ILISI_RELATIVE).orElseThrow()).isCloseTo(1, within(0.1));
        assertThat(after.score(Metric.ARI).orElseThrow()).isGreaterThan(0.95);
        Map<Metric, Double> s = after.scores();
        assertThat(s.get(Metric.TOTAL_SCORE))
                .isCloseTo(
                        0.6 * s.get(Metric.BIO_SCORE) + 0.4 * s.get(Metric.BATCH_SCORE),
                        within(1e-12));
        assertThat(s.get(Metric.BIO_SCORE))
                .isCloseTo(
                        (s.get(Metric.ISOLATED_LABELS)
                                        + s.get(Metric.NMI)
                                        + s.get(Metric.ARI)
                                        + s.get(Metric.LABEL_ASW)
                                        + s.get(Metric.CLISI))
                                / 5,
                        within(1e-12));
        assertThat(s.get(Metric.BATCH_SCORE))
                .isCloseTo(
                        (s.get(Metric.BRAS)
                                        + s.get(Metric.ILISI)
                                        + s.get(Metric.KBET)
                                        + s.get(Metric.GRAPH_CONNECTIVITY)
                                        + s.get(Metric.PCR_COMPARISON))
                                / 5,
                        within(1e-12));
        assertThat(before.score(Metric.BATCH_LEAKAGE).orElseThrow()).isGreaterThan(0.95);
        assertThat(after.score(Metric.BATCH_LEAKAGE).orElseThrow()).isBetween(0.4, 0.6);
        assertThat(table.references().get(Reference.BATCH_CHANCE)).isEqualTo(0.5);
        // two batches in three random labels say next to nothing of each other
        assertThat(table.references().get(Reference.LOOKUP_CEILING)).isBetween(0.33, 0.42);
        assertThat(table.references().get(Reference.LABEL_CHANCE)).isBetween(0.33, 0.35);
    }

    @Test
    void computesOnlyTheColumnsAskedFor() {
        Evaluation table =
                Evaluation.of(
                        methods(),
                        BATCHES,
                        LABELS,
                        "pca",
                        ScoreSettings.DEFAULT.withMetrics(Set.of(Metric.BRAS, Metric.ILISI)));
        assertThat(table.rows().get(1).scores().keySet())
                .containsExactly(Metric.BRAS, Metric.ILISI);
        Evaluation whole = Evaluation.of(methods(), BATCHES, LABELS, "pca", 10_000, 0);
        assertThat(table.rows().get(1).score(Metric.BRAS))
                .isEqualTo(whole.rows().get(1).score(Metric.BRAS));
        assertThat(ScoreSettings.DEFAULT.withMetrics(Set.of(Metric.TOTAL_SCORE)).metrics())
                .hasSize(13)
                .contains(Metric.BRAS, Metric.NMI, Metric.BATCH_SCORE);
    }

    @Test
    void readsTablesOfOlderVersions() throws Exception {
        String older =
                """
                {"cells":9,"scoredCells":9,"labelledCells":9,"seed":1,"baseline":"pca",
                 "rows":[{"method":"pca","scores":{"batchAsw":0.5,"totalScore":0.25}}]}""";
        Evaluation table = new ObjectMapper().readValue(older, Evaluation.class);
        assertThat(table.rows().get(0).score(Metric.TOTAL_SCORE)).hasValue(0.25);
        assertThat(table.references()).isEmpty();
    }

    @Test
    void samplesWithoutReplacementAndRepeatsWithTheSeed() {
        int[] drawn = Draw.withoutReplacement(1000, 100, 3);
        assertThat(Arrays.stream(drawn).distinct().count()).isEqualTo(100);
        assertThat(drawn).isSorted();
        assertThat(Draw.withoutReplacement(1000, 100, 3)).isEqualTo(drawn);
        assertThat(Draw.withoutReplacement(1000, 100, 4)).isNotEqualTo(drawn);
        Evaluation table = Evaluation.of(methods(), BATCHES, LABELS, "pca", 150, 5);
        assertThat(table.scoredCells()).isEqualTo(150);
        assertThat(Evaluation.of(methods(), BATCHES, LABELS, "pca", 150, 5)).isEqualTo(table);
    }

    @Test
    void cellsWithoutLabelsAreLeftOutOfLabelMetricsOnly() {
        int[] codes = LABELS.codes().clone();
        Arrays.fill(codes, 0, 50, -1);
        Evaluation some =
                Evaluation.of(
                        methods(), BATCHES, new Grouping(LABELS.names(), codes), "pca", 1000, 5);
        assertThat(some.scoredCells()).isEqualTo(CELLS);
        assertThat(some.labelledCells()).isEqualTo(CELLS - 50);
        assertThat(some.rows().get(0).score(Metric.LABEL_ASW)).isPresent();

        Arrays.fill(codes, -1);
        Evaluation none =
                Evaluation.of(methods(), BATCHES, new Grouping(List.of(), codes), "pca", 1000, 5);
        assertThat(none.rows().get(0).scores().keySet())
                .containsExactly(
                        Metric.BATCH_SILHOUETTE,
                        Metric.BATCH_CALINSKI_HARABASZ,
                        Metric.BATCH_INVERSE_DAVIES_BOULDIN,
                        Metric.ILISI,
                        Metric.ILISI_RELATIVE,
                        Metric.PCR_COMPARISON,
                        Metric.BATCH_LEAKAGE);
    }

    @Test
    void survivesJsonWithMetricKeys() throws Exception {
        Evaluation table = Evaluation.of(methods(), BATCHES, LABELS, "pca", 100, 5);
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(table);
        assertThat(text).contains("\"iLisi\":").contains("\"kBetEmbedding\":");
        assertThat(json.readValue(text, Evaluation.class)).isEqualTo(table);
    }

    @Test
    void refusesEmbeddingsThatAreNotFinite() {
        Embedding broken = points(0);
        broken.values()[9] = Double.NaN;
        assertThatThrownBy(
                        () -> Evaluation.of(Map.of("pca", broken), BATCHES, LABELS, "pca", 100, 5))
                .hasMessageContaining("not finite");
    }
}

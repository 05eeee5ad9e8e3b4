package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final int CELLS = 300;
    private static final Grouping BATCHES =
            new Grouping(List.of("b0", "b1"), new Random(1).ints(CELLS, 0, 2).toArray());
    private static final Grouping LABELS =
            new Grouping(List.of("x", "y"), new Random(2).ints(CELLS, 0, 2).toArray());
    private static final ScoreSettings SETTINGS =
            ScoreSettings.DEFAULT.withMetrics(
                    Set.of(
                            Metric.BRAS,
                            Metric.BATCH_SILHOUETTE,
                            Metric.LABEL_ASW,
                            Metric.PCR_COMPARISON));

    private static Embedding points(double shift) {
        Random random = new Random(3);
        double[] values = new double[CELLS * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + (i % 3 == 0 ? shift * BATCHES.codes()[i / 3] : 0);
        }
        return new Embedding(CELLS, 3, values);
    }

    private static RepeatedEvaluation repeated(double shift, Draws draws) {
        Map<String, Embedding> methods = new LinkedHashMap<>();
        methods.put("pca", points(4));
        methods.put("fe", points(shift));
        return RepeatedEvaluation.of(methods, BATCHES, LABELS, "pca", draws, SETTINGS);
    }

    @Test
    void drawsTakeAShareOfTheCellsSoThatTheyDiffer() {
        RepeatedEvaluation table = repeated(1, Draws.DEFAULT);
        assertThat(table.scoredCells()).isEqualTo(240);
        assertThat(table.draws()).isEqualTo(5);
        Interval bras = table.rows().get(1).scores().get(Metric.BRAS);
        assertThat(bras.n()).isEqualTo(5);
        assertThat(bras.high() - bras.low()).isBetween(1e-4, 0.1);
        double whole =
                Evaluation.of(Map.of("pca", points(1)), BATCHES, LABELS, "pca", SETTINGS)
                        .rows()
                        .get(0)
                        .score(Metric.BRAS)
                        .orElseThrow();
        assertThat(bras.mean()).isCloseTo(whole, within(0.05));
        assertThat(repeated(1, Draws.DEFAULT)).isEqualTo(table);
        assertThat(repeated(1, new Draws(5, 10_000, 1))).isNotEqualTo(table);
        assertThat(repeated(1, new Draws(2, 100, 1)).scoredCells()).isEqualTo(100);
    }

    @Test
    void intervalsAreThoseOfTheSingleTables() throws Exception {
        Map<String, Embedding> methods = Map.of("pca", points(1));
        List<Evaluation> tables =
                List.of(
                        Evaluation.of(
                                methods,
                                BATCHES,
                                LABELS,
                                "pca",
                                SETTINGS.withSample(99).withSeed(1)),
                        Evaluation.of(
                                methods,
                                BATCHES,
                                LABELS,
                                "pca",
                                SETTINGS.withSample(99).withSeed(2)));
        RepeatedEvaluation repeated = RepeatedEvaluation.of(tables, 1);
        assertThat(repeated.rows().get(0).scores().get(Metric.BRAS))
                .isEqualTo(
                        Interval.ofMean(
                                tables.get(0).rows().get(0).score(Metric.BRAS).orElseThrow(),
                                tables.get(1).rows().get(0).score(Metric.BRAS).orElseThrow()));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(repeated), RepeatedEvaluation.class))
                .isEqualTo(repeated);
        Evaluation larger =
                Evaluation.of(methods, BATCHES, LABELS, "pca", SETTINGS.withSample(120));
        assertThatThrownBy(() -> RepeatedEvaluation.of(List.of(tables.get(0), larger), 1))
                .hasMessageContaining("no repetitions");
        assertThatThrownBy(() -> RepeatedEvaluation.of(List.of(larger), 1))
                .hasMessageContaining("two draws");
    }

    @Test
    void alignsMethodsAndSaysWhetherIntervalsOverlap() {
        Comparison comparison =
                Comparison.of(
                        List.of(
                                ScoredModel.of("old", "d", repeated(4, Draws.DEFAULT)),
                                ScoredModel.of("new", "d", repeated(0, Draws.DEFAULT))));
        assertThat(comparison.models()).containsExactly("old", "new");
        Comparison.Line bras = line(comparison, "fe", Metric.BRAS);
        assertThat(bras.cells().get(0).difference()).isEmpty();
        assertThat(bras.cells().get(1).difference().orElseThrow()).isGreaterThan(0.2);
        assertThat(bras.cells().get(1).overlaps()).hasValue(false);
        Comparison.Line same = line(comparison, "pca", Metric.BRAS);
        assertThat(same.cells().get(1).difference()).hasValue(0);
        assertThat(same.cells().get(1).overlaps()).hasValue(true);
    }

    @Test
    void singleTablesHaveDifferencesWithoutIntervalsAndGapsWhereAMethodIsMissing() {
        Evaluation both =
                Evaluation.of(
                        Map.of("pca", points(4), "fe", points(1)),
                        BATCHES,
                        LABELS,
                        "pca",
                        SETTINGS);
        Evaluation one = Evaluation.of(Map.of("pca", points(4)), BATCHES, LABELS, "pca", SETTINGS);
        Comparison comparison =
                Comparison.of(
                        List.of(ScoredModel.of("a", "d", one), ScoredModel.of("b", "d", both)));
        Comparison.Cell cell = line(comparison, "pca", Metric.LABEL_ASW).cells().get(1);
        assertThat(cell.difference()).hasValue(0);
        assertThat(cell.overlaps()).isEmpty();
        Comparison.Line fe = line(comparison, "fe", Metric.LABEL_ASW);
        assertThat(fe.cells().get(0).score()).isEmpty();
        assertThat(fe.cells().get(1).score()).isPresent();
        assertThat(fe.cells().get(1).difference()).isEmpty();
    }

    @Test
    void refusesTablesOfOtherDataOrDraws() {
        Evaluation table =
                Evaluation.of(Map.of("pca", points(4)), BATCHES, LABELS, "pca", SETTINGS);
        Evaluation smaller =
                Evaluation.of(
                        Map.of("pca", points(4)), BATCHES, LABELS, "pca", SETTINGS.withSample(99));
        ScoredModel a = ScoredModel.of("a", "d", table);
        assertThatThrownBy(() -> Comparison.of(List.of(a, ScoredModel.of("b", "e", table))))
                .isInstanceOf(Comparison.IncomparableException.class)
                .hasMessageContaining("a and b were scored on different data");
        assertThatThrownBy(() -> Comparison.of(List.of(a, ScoredModel.of("b", "d", smaller))))
                .isInstanceOf(Comparison.IncomparableException.class)
                .hasMessage(
                        "a was scored on 300 cells and b on 99: score both on draws of one size");
        assertThatThrownBy(() -> Comparison.of(List.of(a, a))).hasMessageContaining("named twice");
        assertThatThrownBy(() -> Comparison.of(List.of(a))).hasMessageContaining("two models");
        assertThatThrownBy(() -> new Draws(1, 100, 0)).hasMessageContaining("2 to 50");
    }

    private static Comparison.Line line(Comparison comparison, String method, Metric metric) {
        return comparison.lines().stream()
                .filter(line -> line.method().equals(method) && line.metric() == metric)
                .findFirst()
                .orElseThrow();
    }
}

package io.cuvette.batchcorrection.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Comparison;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.metric.ScoredModel;
import io.cuvette.batchcorrection.plot.ScoreTable.ColumnGroup;
import io.cuvette.batchcorrection.plot.ScoreTable.Mark;
import io.cuvette.batchcorrection.plot.ScoreTable.MethodRow;
import io.cuvette.batchcorrection.plot.ScoreTable.Score;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Interval;
import io.cuvette.plot.Pictures;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

    private static final List<ColumnGroup> ONE_OF_EACH =
            List.of(
                    new ColumnGroup("Batch correction", Mark.CIRCLE, List.of("iLISI")),
                    new ColumnGroup("Aggregate score", Mark.BAR, List.of("Total")));

    private static MethodRow row(String method, Score first, Score total) {
        return new MethodRow(method, List.of(first, total));
    }

    @Test
    void methodsAreRankedByTheirTotalAndThoseWithoutComeLast() {
        ScoreTable table =
                new ScoreTable(
                        "",
                        ONE_OF_EACH,
                        List.of(
                                row("none", Score.of(.9), Score.MISSING),
                                row("worse", Score.of(.2), Score.of(.3)),
                                row("better", Score.of(.1), Score.of(.7)),
                                row("none either", Score.MISSING, Score.MISSING)));
        assertThat(table.ranked().stream().map(MethodRow::method))
                .containsExactly("better", "worse", "none", "none either");
    }

    @Test
    void numbersIntervalsDashesAndHeadingsAreText() throws Exception {
        List<String> texts =
                PicturesTest.texts(
                        new ScoreTable(
                                        "sc_mixology",
                                        ONE_OF_EACH,
                                        List.of(
                                                row("PCA", Score.MISSING, Score.of(.604, .58, .62)),
                                                row("RE", Score.of(-.081), Score.of(-.001))))
                                .picture());
        assertThat(texts)
                .contains("Batch correction", "iLISI", "Total", "PCA", "0.60", "0.58 – 0.62", "–")
                .contains("-0.08", "0.00")
                .contains(
                        "orange edge: outside 0 to 1, drawn at that bound; small numbers: 95 % interval");
        assertThat(texts.indexOf("PCA")).isLessThan(texts.indexOf("RE"));
    }

    @Test
    void circlesTakeTheColourOfTheirScoreAndThoseOutsideAnOrangeEdge() {
        assertThat(colours(Score.of(.9))).contains(ColorMap.PRGN.at(.9).getRGB());
        assertThat(colours(Score.of(.9))).doesNotContain(0xFFD55E00);
        assertThat(colours(Score.of(1.7))).contains(ColorMap.PRGN.at(1).getRGB(), 0xFFD55E00);
        assertThat(colours(Score.of(-.4))).contains(ColorMap.PRGN.at(0).getRGB(), 0xFFD55E00);
        assertThat(colours(Score.of(0))).doesNotContain(0xFFD55E00);
    }

    @Test
    void aBarIsAsLongAsItsScore() {
        for (double score : new double[] {.25, .5, 1}) {
            BufferedImage image =
                    Pictures.render(
                            new ScoreTable(
                                            "",
                                            ONE_OF_EACH,
                                            List.of(row("m", Score.MISSING, Score.of(score))))
                                    .picture());
            int colour = ColorMap.YLGNBU.at(0.15 + 0.75 * score).getRGB();
            long widest =
                    IntStream.range(0, image.getHeight())
                            .mapToLong(
                                    y ->
                                            IntStream.range(0, image.getWidth())
                                                    .filter(x -> image.getRGB(x, y) == colour)
                                                    .count())
                            .max()
                            .orElseThrow();
            // 64 units of two pixels, less the edge
            assertThat(widest).isBetween(Math.round(128 * score) - 3, Math.round(128 * score));
        }
    }

    private static List<Integer> colours(Score score) {
        BufferedImage image =
                Pictures.render(
                        new ScoreTable("", ONE_OF_EACH, List.of(row("m", score, Score.MISSING)))
                                .picture());
        return IntStream.of(
                        image.getRGB(
                                0,
                                0,
                                image.getWidth(),
                                image.getHeight(),
                                null,
                                0,
                                image.getWidth()))
                .boxed()
                .distinct()
                .toList();
    }

    @Test
    void anEvaluationBecomesTheTableOfScib() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[120 * 4];
        int[] batch = new int[120];
        int[] label = new int[120];
        for (int cell = 0; cell < 120; cell++) {
            batch[cell] = cell % 2;
            label[cell] = cell / 2 % 3;
            for (int d = 0; d < 4; d++) {
                values[4 * cell + d] =
                        random.nextGaussian()
                                + (d == 0 ? 5 * label[cell] : d == 1 ? batch[cell] : 0);
            }
        }
        Evaluation evaluation =
                Evaluation.of(
                        Map.of("pca", new Embedding(120, 4, values)),
                        new Grouping(List.of("a", "b"), batch),
                        new Grouping(List.of("x", "y", "z"), label),
                        "pca",
                        1_000,
                        1);
        ScoreTable table = ScoreTables.of("toy", evaluation, name -> name.toUpperCase(Locale.ROOT));
        assertThat(table.groups().stream().map(ColumnGroup::title))
                .containsExactly("Batch correction", "Bio conservation", "Aggregate score");
        assertThat(table.groups().get(0).columns())
                .hasSize(5)
                .contains("iLISI", "kBET (embedding)", "Graph connectivity", "PCR comparison");
        MethodRow row = table.rows().get(0);
        assertThat(row.method()).isEqualTo("PCA");
        assertThat(row.scores().get(1).value())
                .isEqualTo(evaluation.rows().get(0).score(Metric.ILISI));
        assertThat(row.scores().get(6).value())
                .isEqualTo(evaluation.rows().get(0).score(Metric.NMI));
        assertThat(row.scores().get(12).value())
                .isEqualTo(evaluation.rows().get(0).score(Metric.TOTAL_SCORE))
                .isPresent();
        // the columns are the parts of the aggregate
        double batchMean =
                row.scores().subList(0, 5).stream()
                        .mapToDouble(score -> score.value().orElseThrow())
                        .average()
                        .orElseThrow();
        assertThat(batchMean)
                .isEqualTo(
                        evaluation.rows().get(0).score(Metric.BATCH_SCORE).orElseThrow(),
                        within(1e-12));
    }

    @Test
    void scoresOfSeveralDrawsAreShownWithTheirIntervals() throws Exception {
        Evaluation evaluation =
                new Evaluation(
                        90,
                        90,
                        90,
                        1,
                        "pca",
                        List.of(
                                new Evaluation.Row(
                                        "pca", Map.of(Metric.ILISI, .5, Metric.NMI, .25)),
                                new Evaluation.Row("fe", Map.of(Metric.ILISI, .75))),
                        Map.of());
        RepeatedEvaluation repeated =
                new RepeatedEvaluation(
                        90,
                        72,
                        3,
                        7,
                        "pca",
                        List.of(
                                new RepeatedEvaluation.Row(
                                        "pca",
                                        Map.of(Metric.ILISI, new Interval(.48, .41, .55, 3)))),
                        Map.of());

        ScoreTable table =
                ScoreTables.of("toy", evaluation, Optional.of(repeated), UnaryOperator.identity());

        // the mean of the draws, to which the interval belongs; without draws the score as it is
        assertThat(table.rows().get(0).scores())
                .containsExactly(Score.of(.48, .41, .55), Score.of(.25));
        assertThat(table.rows().get(1).scores()).containsExactly(Score.of(.75), Score.MISSING);
        assertThat(PicturesTest.texts(table.picture()))
                .contains("0.48", "0.41 – 0.55", "0.25", "0.75", "small numbers: 95 % interval")
                .doesNotContain("0.50");
        assertThat(
                        PicturesTest.texts(
                                ScoreTables.of("toy", evaluation, UnaryOperator.identity())
                                        .picture()))
                .contains("0.50")
                .doesNotContain("small numbers: 95 % interval");
    }

    @Test
    void severalModelsAreRowsOfOneTableWithTheirIntervals() throws Exception {
        Comparison comparison =
                Comparison.of(
                        List.of(
                                scored("a@1", Map.of("pca", .3, "fe", .4)),
                                scored("b@2", Map.of("pca", .2))));

        ScoreTable table = ScoreTables.of("two", comparison, name -> name.toUpperCase(Locale.ROOT));

        assertThat(table.rows().stream().map(MethodRow::method))
                .containsExactlyInAnyOrder("PCA, a@1", "PCA, b@2", "FE, a@1");
        assertThat(PicturesTest.texts(table.picture()))
                .contains("0.30", "0.25 – 0.35", "0.40", "0.35 – 0.45", "0.20", "0.15 – 0.25")
                .contains("small numbers: 95 % interval");
    }

    private static ScoredModel scored(String name, Map<String, Double> means) {
        return ScoredModel.of(
                name,
                "data",
                new RepeatedEvaluation(
                        90,
                        72,
                        3,
                        7,
                        "pca",
                        means.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                                .map(
                                        mean ->
                                                new RepeatedEvaluation.Row(
                                                        mean.getKey(),
                                                        Map.of(
                                                                Metric.ILISI,
                                                                new Interval(
                                                                        mean.getValue(),
                                                                        mean.getValue() - .05,
                                                                        mean.getValue() + .05,
                                                                        3))))
                                .toList(),
                        Map.of()));
    }

    @Test
    void pointsSurviveJson() throws Exception {
        ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
        ScoreTable table = ExamplePictures.scores(List.of("a", "b", "c"), true);
        JsonNode written = json.readTree(json.writeValueAsString(table));
        assertThat(written.at("/groups/2/mark").asText()).isEqualTo("BAR");
        assertThat(written.at("/rows/2/scores/3/value").isNull()).isTrue();
        assertThat(written.at("/rows/0/scores/0/low").asDouble())
                .isEqualTo(table.rows().get(0).scores().get(0).low().orElseThrow());
        assertThat(written.fieldNames()).toIterable().containsExactly("title", "groups", "rows");
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> Score.of(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a score is NaN; leave scores that do not apply empty");
        assertThatThrownBy(() -> Score.of(.5, .6, .4)).hasMessageContaining("ends below");
        assertThatThrownBy(() -> new ScoreTable("", ONE_OF_EACH, List.of()))
                .hasMessageContaining(
                        "1 to 40 columns and 1 to 80 methods are needed, got 2 and 0");
        assertThatThrownBy(
                        () -> new ScoreTable("", List.of(), List.of(new MethodRow("m", List.of()))))
                .hasMessageContaining("got 0 and 1");
        MethodRow row = row("m", Score.of(1), Score.of(1));
        assertThatThrownBy(() -> new ScoreTable("", ONE_OF_EACH, Collections.nCopies(81, row)))
                .hasMessageContaining("got 2 and 81");
        assertThatThrownBy(
                        () ->
                                new ScoreTable(
                                        "",
                                        ONE_OF_EACH,
                                        List.of(new MethodRow("m", List.of(Score.of(1))))))
                .hasMessageContaining("m has 1 scores for 2 columns");
    }
}

package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.embedding.EmbeddingRows;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedScoringTest {

    private static final int CELLS = 90;

    private static Embedding embedding(long seed) {
        // values of single precision, so that both ways of holding them are the same numbers
        double[] values = new double[CELLS * 3];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new Embedding(CELLS, 3, values);
    }

    private static Grouping groups(int count) {
        return new Grouping(
                IntStream.range(0, count).mapToObj(i -> "g" + i).toList(),
                IntStream.range(0, CELLS).map(i -> i * 7 / 5 % count).toArray());
    }

    @Test
    void oneMethodAtATimeGivesTheTableOfAllAtOnce() {
        Map<String, Embedding> methods = new LinkedHashMap<>();
        methods.put("pca", embedding(1));
        methods.put("other", embedding(2));
        Draws draws = new Draws(3, 50, 8);

        RepeatedScoring scoring =
                new RepeatedScoring(
                        groups(3),
                        groups(2),
                        "pca",
                        methods.get("pca"),
                        draws,
                        ScoreSettings.DEFAULT);
        int[] all = IntStream.range(0, CELLS).toArray();
        methods.forEach(
                (name, embedding) ->
                        scoring.draws()
                                .forEach(
                                        draw ->
                                                draw.score(
                                                        name,
                                                        new EmbeddingRows(
                                                                embedding.toMatrix(), all))));

        assertThat(scoring.table())
                .isEqualTo(
                        RepeatedEvaluation.of(
                                methods,
                                groups(3),
                                groups(2),
                                "pca",
                                draws,
                                ScoreSettings.DEFAULT));
        assertThat(
                        scoring.draws().stream()
                                .map(draw -> IntStream.of(draw.drawn()).boxed().toList()))
                .doesNotHaveDuplicates();
    }
}

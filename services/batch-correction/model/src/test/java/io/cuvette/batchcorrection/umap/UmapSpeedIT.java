package io.cuvette.batchcorrection.umap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time at the largest sample that is scored and plotted; bounds are those of the specification. */
class UmapSpeedIT {
    private static final int CELLS = 10_000;

    @Test
    void tenThousandCellsTakeLessThanAMinuteToLayOutAndAsMuchToScore() {
        Random random = new Random(1);
        int[] types = random.ints(CELLS, 0, 12).toArray();
        double[] centers = random.doubles(12 * 50, -3, 3).toArray();
        double[] values = new double[CELLS * 50];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + centers[types[i / 50] * 50 + i % 50];
        }
        Embedding cells = new Embedding(CELLS, 50, values);
        long start = System.nanoTime();
        assertThat(Umap.fit(cells, UmapSettings.DEFAULT, 1).isFinite()).isTrue();
        Duration layout = Duration.ofNanos(System.nanoTime() - start);
        Grouping labels =
                new Grouping(IntStream.range(0, 12).mapToObj(i -> "t" + i).toList(), types);
        Grouping batches = new Grouping(List.of("a", "b", "c"), random.ints(CELLS, 0, 3).toArray());
        start = System.nanoTime();
        Evaluation.of(Map.of("pca", cells), batches, labels, "pca", CELLS, 1);
        Duration scores = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("10,000 cells: umap %s, scores %s%n", layout, scores);
        assertThat(layout).isLessThan(Duration.ofSeconds(60));
        assertThat(scores).isLessThan(Duration.ofSeconds(60));
    }
}

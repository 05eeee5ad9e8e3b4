package io.cuvette.bench;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.ScoreSettings;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One method's row of the score table on the cells of the default draw, and those of its parts that
 * Python libraries compute beside them.
 */
final class MetricTable implements Benchmark {

    private static final int CELLS = 10_000;
    private static final int DIMENSIONS = 50;
    private static final int LABELS = 8;
    private static final int BATCHES = 20;
    private static final double GOAL = 60;

    /** A round takes seconds to a minute. */
    private static final int MOST_ROUNDS = 3;

    private final Grouping labels = groups(LABELS, 1);
    private final Grouping batches = groups(BATCHES, 2);
    private final Embedding cells = cells();

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        int rounds = Math.min(repetitions, MOST_ROUNDS);
        List<Row> rows = new ArrayList<>();
        rows.add(whole(ScoreSettings.DEFAULT, "scores, %,d cells x %d", rounds));
        rows.add(
                whole(
                        ScoreSettings.DEFAULT.withAllMetrics(),
                        "scores with kBET (diffusion) and sBEE, %,d cells x %d",
                        1));
        rows.addAll(new PeerScores(cells, labels, batches).measure(rounds));
        return rows;
    }

    private Row whole(ScoreSettings settings, String name, int rounds) throws Exception {
        List<Medians.Seconds> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            times.add(Medians.ofProcess(() -> score(settings)));
        }
        double wall = Medians.wall(times);
        return Row.of(
                        String.format(Locale.ROOT, name, CELLS, DIMENSIONS),
                        String.format(Locale.ROOT, "%.1f s", wall))
                .withBeside(
                        String.format(
                                Locale.ROOT, "%.1f processor seconds", Medians.processor(times)))
                .withVerdict(Verdict.atMost(wall, GOAL, "s"));
    }

    private Evaluation score(ScoreSettings settings) {
        return Evaluation.of(Map.of("pca", cells), batches, labels, "pca", settings);
    }

    private static Grouping groups(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Grouping(
                IntStream.range(0, count).mapToObj("g%02d"::formatted).toList(),
                IntStream.range(0, CELLS).map(cell -> random.nextInt(count)).toArray());
    }

    /** Types around means of their own, moved a little by batch. */
    private Embedding cells() {
        SplittableRandom random = new SplittableRandom(5);
        double[] ofLabel = random.doubles((long) LABELS * DIMENSIONS).map(u -> 4 * u).toArray();
        double[] ofBatch = random.doubles((long) BATCHES * DIMENSIONS).toArray();
        double[] values = new double[CELLS * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            int cell = i / DIMENSIONS;
            int d = i % DIMENSIONS;
            values[i] =
                    random.nextGaussian()
                            + ofLabel[labels.codes()[cell] * DIMENSIONS + d]
                            + ofBatch[batches.codes()[cell] * DIMENSIONS + d];
        }
        return new Embedding(CELLS, DIMENSIONS, values);
    }
}

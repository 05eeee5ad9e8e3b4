package io.cuvette.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Centroids;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.ScoreSettings;
import io.cuvette.batchcorrection.metric.Silhouette;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One method's row of the score table on the cells of the default draw; and of it the silhouettes,
 * Calinski-Harabasz and Davies-Bouldin indices of labels and batches beside scikit-learn on the
 * same cells. Rounds of both sides alternate; the ratio is that of processor seconds of whole
 * processes.
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
        Path file = Files.createTempFile("cuvette-bench", ".f64");
        try {
            write(file);
            Optional<PythonPeer> peer =
                    PythonPeer.start("scores_sklearn.py", file, CELLS, DIMENSIONS);
            try {
                rows.add(besideScikitLearn(rounds, peer));
            } finally {
                if (peer.isPresent()) {
                    peer.get().close();
                }
            }
        } finally {
            Files.delete(file);
        }
        return rows;
    }

    private Row whole(ScoreSettings settings, String name, int rounds) throws Exception {
        List<Medians.Seconds> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            times.add(time(() -> score(settings)));
        }
        double wall = median(times, Medians.Seconds::wall);
        return Row.of(
                        String.format(Locale.ROOT, name, CELLS, DIMENSIONS),
                        String.format(Locale.ROOT, "%.1f s", wall))
                .withBeside(
                        String.format(
                                Locale.ROOT,
                                "%.1f processor seconds",
                                median(times, Medians.Seconds::processor)))
                .withVerdict(Verdict.atMost(wall, GOAL, "s"));
    }

    private Row besideScikitLearn(int rounds, Optional<PythonPeer> peer) throws Exception {
        List<Medians.Seconds> own = new ArrayList<>();
        List<Medians.Seconds> peers = new ArrayList<>();
        // only what scikit-learn computes, too: no search of neighbours
        for (int round = 0; round < rounds; round++) {
            own.add(time(this::classical));
            if (peer.isPresent()) {
                peers.add(peer.get().round());
            }
        }
        Row row =
                Row.of(
                        String.format(
                                Locale.ROOT,
                                "silhouettes, CH, DB, %,d cells x %d",
                                CELLS,
                                DIMENSIONS),
                        String.format(Locale.ROOT, "%.1f s", median(own, Medians.Seconds::wall)));
        if (peer.isEmpty()) {
            return row.withBeside(
                    "no scikit-learn here: install it, or name a Python by CUVETTE_PYTHON");
        }
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = peers.get(i).processor() / own.get(i).processor();
        }
        double ratio = Medians.of(ratios);
        return row.withBeside(
                        String.format(
                                Locale.ROOT,
                                "%.1f s scikit-learn %s",
                                median(peers, Medians.Seconds::wall),
                                peer.get().version()))
                .withRatio(ratio)
                .withVerdict(Verdict.atLeast(ratio, 1.0, "x scikit-learn"));
    }

    private Evaluation score(ScoreSettings settings) {
        return Evaluation.of(Map.of("pca", cells), batches, labels, "pca", settings);
    }

    private double classical() {
        List<int[]> partitions = List.of(labels.codes(), batches.codes());
        double sum = 0;
        for (double[] silhouettes : Silhouette.samples(cells, partitions)) {
            sum += Arrays.stream(silhouettes).average().getAsDouble();
        }
        for (int[] codes : partitions) {
            sum += Centroids.calinskiHarabasz(cells, codes) + Centroids.daviesBouldin(cells, codes);
        }
        return sum;
    }

    private static Medians.Seconds time(Callable<?> work) throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begin = System.nanoTime();
        long beginProcessor = system.getProcessCpuTime();
        work.call();
        return new Medians.Seconds(
                (System.nanoTime() - begin) / 1e9,
                (system.getProcessCpuTime() - beginProcessor) / 1e9);
    }

    private static double median(
            List<Medians.Seconds> rounds, ToDoubleFunction<Medians.Seconds> of) {
        return Medians.of(rounds.stream().mapToDouble(of).toArray());
    }

    private void write(Path file) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate((cells.values().length + 2 * CELLS) * Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        DoubleBuffer values = bytes.asDoubleBuffer().put(cells.values());
        for (Grouping grouping : List.of(labels, batches)) {
            for (int code : grouping.codes()) {
                values.put(code);
            }
        }
        Files.write(file, bytes.array());
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

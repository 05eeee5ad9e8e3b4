package io.cuvette.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.harmony.HarmonySettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fits of Harmony with default settings on all processors: beside harmonypy on the same cells, and
 * on as many cells as the goal names. The ratio is that of processor seconds, of whole processes:
 * neighbours on a shared machine do not count in it.
 */
final class HarmonyThroughput implements Benchmark {

    private static final int DIMENSIONS = 50;
    private static final int BATCHES = 10;
    private static final int TYPES = 30;

    /** As many as harmonypy fits in half a minute of an idle machine. */
    private static final int PEER_CELLS = 10_000;

    private static final int GOAL_CELLS = 69_000;
    private static final double GOAL_SECONDS = 60;

    /** A fit takes seconds, and more rounds tell no more. */
    private static final int MOST_REPETITIONS = 3;

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        int rounds = Math.min(repetitions, MOST_REPETITIONS);
        return List.of(besidePeer(rounds), goal(rounds));
    }

    private Row besidePeer(int rounds) throws IOException {
        Embedding cells = cells(PEER_CELLS);
        Path file = Files.createTempFile("cuvette-bench", ".f64");
        try {
            write(file, cells);
            Optional<PythonPeer> peer =
                    PythonPeer.start("harmony_harmonypy.py", file, PEER_CELLS, DIMENSIONS, BATCHES);
            if (peer.isEmpty()) {
                fit(cells, 0);
                return row(PEER_CELLS, own(cells, rounds))
                        .withBeside(
                                "no harmonypy here: install python3-harmonypy, or name a Python by"
                                        + " CUVETTE_PYTHON");
            }
            try (PythonPeer harmonypy = peer.get()) {
                return besidePeer(cells, harmonypy, rounds);
            }
        } finally {
            Files.delete(file);
        }
    }

    private Row besidePeer(Embedding cells, PythonPeer peer, int rounds) throws IOException {
        fit(cells, 0);
        List<Medians.Seconds> own = new ArrayList<>();
        List<Medians.Seconds> theirs = new ArrayList<>();
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            own.add(fit(cells, round));
            theirs.add(peer.round());
            ratios[round] = theirs.get(round).processor() / own.get(round).processor();
        }
        double ratio = Medians.of(ratios);
        return row(PEER_CELLS, own)
                .withBeside(
                        String.format(
                                Locale.ROOT, "%.1f s harmonypy %s", wall(theirs), peer.version()))
                .withRatio(ratio)
                .withVerdict(Verdict.atLeast(ratio, 1.0, "x harmonypy"));
    }

    private Row goal(int rounds) {
        Embedding cells = cells(GOAL_CELLS);
        List<Medians.Seconds> own = own(cells, rounds);
        double processor =
                Medians.of(own.stream().mapToDouble(Medians.Seconds::processor).toArray());
        return row(GOAL_CELLS, own)
                .withBeside(String.format(Locale.ROOT, "%.1f CPU seconds", processor))
                .withVerdict(Verdict.atMost(wall(own), GOAL_SECONDS, "s"));
    }

    private static Row row(int cells, List<Medians.Seconds> own) {
        return Row.of(
                "harmony, %,d x %d, %d batches".formatted(cells, DIMENSIONS, BATCHES),
                String.format(Locale.ROOT, "%.1f s", wall(own)));
    }

    private static double wall(List<Medians.Seconds> rounds) {
        return Medians.of(rounds.stream().mapToDouble(Medians.Seconds::wall).toArray());
    }

    private List<Medians.Seconds> own(Embedding cells, int rounds) {
        List<Medians.Seconds> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            seconds.add(fit(cells, round));
        }
        return seconds;
    }

    /** Clock and process time of a fit. */
    private Medians.Seconds fit(Embedding cells, long seed) {
        int[] batches = new int[cells.cells()];
        for (int cell = 0; cell < batches.length; cell++) {
            batches[cell] = cell % BATCHES;
        }
        long begin = System.nanoTime();
        long beginProcessor = system.getProcessCpuTime();
        Harmony.fit(cells, batches, BATCHES, HarmonySettings.DEFAULT, seed);
        return new Medians.Seconds(
                (System.nanoTime() - begin) / 1e9,
                (system.getProcessCpuTime() - beginProcessor) / 1e9);
    }

    /** Types that overlap, shifted by batch more or less with the type; spread falls as in PCA. */
    private static Embedding cells(int cells) {
        SplittableRandom random = new SplittableRandom(7);
        double[] centers = gaussians(TYPES * DIMENSIONS, 1.2, random);
        double[] shifts = gaussians(BATCHES * DIMENSIONS, 0.9, random);
        double[] values = gaussians(cells * DIMENSIONS, 1.6, random);
        for (int cell = 0; cell < cells; cell++) {
            int type = random.nextInt(TYPES);
            double strength = 0.5 + 0.25 * (type % 5);
            for (int d = 0; d < DIMENSIONS; d++) {
                int at = cell * DIMENSIONS + d;
                values[at] += centers[type * DIMENSIONS + d];
                values[at] += strength * shifts[cell % BATCHES * DIMENSIONS + d];
                values[at] *= Math.pow(0.95, d);
            }
        }
        return new Embedding(cells, DIMENSIONS, values);
    }

    private static double[] gaussians(int count, double scale, SplittableRandom random) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale * random.nextGaussian();
        }
        return values;
    }

    private static void write(Path file, Embedding cells) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(cells.values().length * Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(cells.values());
        Files.write(file, bytes.array());
    }
}

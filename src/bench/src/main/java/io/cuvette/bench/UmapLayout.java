package io.cuvette.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.umap.Umap;
import io.cuvette.batchcorrection.umap.UmapSettings;
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
import java.util.function.ToDoubleFunction;

/**
 * A layout of the cells of the default draw, search of neighbours included, beside umap-learn with
 * the same settings and a seed, as ours always has one. Rounds alternate; the ratio is that of
 * processor seconds of whole processes: neighbours on a shared machine do not count in it.
 */
final class UmapLayout implements Benchmark {

    private static final int CELLS = 10_000;
    private static final int DIMENSIONS = 50;
    private static final int ISLANDS = 8;

    /** A round of both sides takes most of a minute. */
    private static final int MOST_ROUNDS = 3;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        Embedding cells = islands(CELLS);
        Path file = Files.createTempFile("cuvette-bench", ".f64");
        try {
            ByteBuffer bytes =
                    ByteBuffer.allocate(cells.values().length * Double.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asDoubleBuffer().put(cells.values());
            Files.write(file, bytes.array());
            Optional<PythonPeer> peer = PythonPeer.start("umap_peer.py", file, CELLS, DIMENSIONS);
            try {
                return List.of(rounds(cells, Math.min(repetitions, MOST_ROUNDS), peer));
            } finally {
                if (peer.isPresent()) {
                    peer.get().close();
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static Row rounds(Embedding cells, int rounds, Optional<PythonPeer> peer)
            throws Exception {
        // compiles what is hot; the peer does the same before it says its version
        Umap.fit(islands(1_000), UmapSettings.DEFAULT, 1);
        List<Medians.Seconds> own = new ArrayList<>();
        List<Medians.Seconds> peers = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            own.add(layout(cells, round));
            if (peer.isPresent()) {
                peers.add(peer.get().round());
            }
        }
        Row row =
                Row.of(
                        "umap, %,d cells x %d".formatted(CELLS, DIMENSIONS),
                        seconds(own, Medians.Seconds::wall));
        if (peer.isEmpty()) {
            return row.withBeside(
                    "no umap-learn here: install umap-learn, or name a Python by CUVETTE_PYTHON");
        }
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = peers.get(i).processor() / own.get(i).processor();
        }
        return row.withBeside(
                        "%s umap-learn %s"
                                .formatted(
                                        seconds(peers, Medians.Seconds::wall),
                                        peer.get().version()))
                .withRatio(Medians.of(ratios));
    }

    private static Medians.Seconds layout(Embedding cells, long seed) {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begin = System.nanoTime();
        long beginProcessor = system.getProcessCpuTime();
        Embedding plane = Umap.fit(cells, UmapSettings.DEFAULT, seed);
        if (!plane.isFinite()) {
            throw new IllegalStateException("the layout is not finite");
        }
        return new Medians.Seconds(
                (System.nanoTime() - begin) / 1e9,
                (system.getProcessCpuTime() - beginProcessor) / 1e9);
    }

    private static String seconds(
            List<Medians.Seconds> rounds, ToDoubleFunction<Medians.Seconds> of) {
        return String.format(
                Locale.ROOT, "%.1f s", Medians.of(rounds.stream().mapToDouble(of).toArray()));
    }

    /** Types of cells that run into each other, as components of a real set do. */
    private static Embedding islands(int cells) {
        SplittableRandom random = new SplittableRandom(5);
        double[] values = new double[cells * DIMENSIONS];
        for (int cell = 0; cell < cells; cell++) {
            int island = random.nextInt(ISLANDS);
            double along = 6 * random.nextDouble();
            for (int d = 0; d < DIMENSIONS; d++) {
                // later components carry less, as those of a decomposition
                double scale = 1 / Math.sqrt(d + 1.0);
                values[cell * DIMENSIONS + d] =
                        scale
                                * (6 * Math.cos(island * (d + 1))
                                        + along * Math.sin(d + island)
                                        + random.nextGaussian());
            }
        }
        return new Embedding(cells, DIMENSIONS, values);
    }
}

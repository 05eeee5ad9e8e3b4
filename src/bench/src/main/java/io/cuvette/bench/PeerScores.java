package io.cuvette.bench;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Centroids;
import io.cuvette.batchcorrection.metric.Lisi;
import io.cuvette.batchcorrection.metric.PartitionAgreement;
import io.cuvette.batchcorrection.metric.Silhouette;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Scores beside scikit-learn, and LISI beside harmonypy, on the same cells. Rounds of both sides
 * alternate; the ratio is that of processor seconds of whole processes.
 */
final class PeerScores {

    /** Of the same partitions; one is over before a clock has ticked. */
    private static final int AGREEMENTS = 100;

    /** For the same reason; the peer's takes longer. */
    private static final int REGRESSIONS = 20;

    /** Neighbours that the score table searches. */
    private static final int NEIGHBORS = Lisi.NEIGHBORS;

    private final Embedding cells;
    private final List<int[]> partitions;

    /**
     * A score of both sides.
     *
     * @param question what the peer calls it
     */
    private record Comparison(String name, String question, Callable<?> own) {}

    PeerScores(Embedding cells, Grouping labels, Grouping batches) {
        this.cells = cells;
        this.partitions = List.of(labels.codes(), batches.codes());
    }

    /** One row a score. */
    List<Row> measure(int rounds) throws Exception {
        Path file = Files.createTempFile("cuvette-bench", ".f64");
        try {
            write(file);
            List<Row> rows =
                    new ArrayList<>(
                            beside(
                                    "scikit-learn",
                                    "scores_sklearn.py",
                                    file,
                                    List.of(
                                            new Comparison(
                                                    "silhouettes, CH, DB",
                                                    "silhouettes",
                                                    this::classical),
                                            new Comparison(
                                                    AGREEMENTS + " x NMI, ARI",
                                                    "agreement",
                                                    this::agreement),
                                            new Comparison(
                                                    REGRESSIONS + " x PCR",
                                                    "regression",
                                                    this::regression),
                                            new Comparison(
                                                    NEIGHBORS + " neighbours",
                                                    "neighbors",
                                                    this::search)),
                                    rounds));
            rows.addAll(
                    beside(
                            "harmonypy",
                            "lisi_harmonypy.py",
                            file,
                            List.of(new Comparison("LISI with its search", "lisi", this::lisi)),
                            1));
            return rows;
        } finally {
            Files.delete(file);
        }
    }

    private List<Row> beside(
            String library, String script, Path file, List<Comparison> comparisons, int rounds)
            throws Exception {
        Optional<PythonPeer> started =
                PythonPeer.start(script, file, cells.cells(), cells.dimensions());
        if (started.isEmpty()) {
            List<Row> rows = new ArrayList<>();
            for (Comparison comparison : comparisons) {
                Medians.Seconds own = Medians.ofProcess(comparison.own());
                rows.add(
                        row(comparison, own.wall())
                                .withBeside(
                                        "no %s here: install it, or name a Python by CUVETTE_PYTHON"
                                                .formatted(library)));
            }
            return rows;
        }
        try (PythonPeer peer = started.get()) {
            List<Row> rows = new ArrayList<>();
            for (Comparison comparison : comparisons) {
                rows.add(compare(comparison, library, peer, rounds));
            }
            return rows;
        }
    }

    private Row compare(Comparison comparison, String library, PythonPeer peer, int rounds)
            throws Exception {
        // compiled before it counts, as the peer's libraries are
        comparison.own().call();
        List<Medians.Seconds> own = new ArrayList<>();
        List<Medians.Seconds> peers = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            own.add(Medians.ofProcess(comparison.own()));
            peers.add(peer.round(comparison.question()));
        }
        double ratio = Medians.ratio(own, peers);
        return row(comparison, Medians.wall(own))
                .withBeside(
                        String.format(
                                Locale.ROOT,
                                "%.2f s %s %s",
                                Medians.wall(peers),
                                library,
                                peer.version()))
                .withRatio(ratio)
                .withVerdict(Verdict.atLeast(ratio, 1.0, "x " + library));
    }

    private Row row(Comparison comparison, double wall) {
        return Row.of(
                String.format(
                        Locale.ROOT,
                        "%s, %,d cells x %d",
                        comparison.name(),
                        cells.cells(),
                        cells.dimensions()),
                String.format(Locale.ROOT, "%.2f s", wall));
    }

    /** Only what the peer computes, too: no search of neighbours. */
    private double classical() {
        double sum = 0;
        for (double[] silhouettes : Silhouette.samples(cells, partitions)) {
            sum += Arrays.stream(silhouettes).average().getAsDouble();
        }
        for (int[] codes : partitions) {
            sum += Centroids.calinskiHarabasz(cells, codes) + Centroids.daviesBouldin(cells, codes);
        }
        return sum;
    }

    private double agreement() {
        int[] first = partitions.get(0);
        int[] second = partitions.get(1);
        double sum = 0;
        for (int i = 0; i < AGREEMENTS; i++) {
            sum +=
                    PartitionAgreement.normalizedMutualInformation(first, second)
                            + PartitionAgreement.adjustedRandIndex(first, second);
        }
        return sum;
    }

    private double regression() {
        double sum = 0;
        for (int i = 0; i < REGRESSIONS; i++) {
            for (int[] codes : partitions) {
                sum += Centroids.explainedVariance(cells, codes);
            }
        }
        return sum;
    }

    private NearestNeighbors search() {
        return NearestNeighbors.search(cells, NEIGHBORS);
    }

    private double lisi() {
        NearestNeighbors neighbors = NearestNeighbors.search(cells, NEIGHBORS - 1);
        return partitions.stream()
                .flatMapToDouble(codes -> Arrays.stream(Lisi.samples(neighbors, codes)))
                .sum();
    }

    private void write(Path file) throws IOException {
        int groups = partitions.size() * cells.cells();
        ByteBuffer bytes =
                ByteBuffer.allocate((cells.values().length + groups) * Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        DoubleBuffer values = bytes.asDoubleBuffer().put(cells.values());
        for (int[] codes : partitions) {
            for (int code : codes) {
                values.put(code);
            }
        }
        Files.write(file, bytes.array());
    }
}

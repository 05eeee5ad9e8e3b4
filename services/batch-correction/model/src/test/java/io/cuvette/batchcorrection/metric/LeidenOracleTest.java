package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.umap.FuzzyGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Leiden on graphs whose best clustering is known, and beside python's library. */
class LeidenOracleTest {

    /** Position of resolution 1.0 among 0.2, 0.4 to 2.0. */
    private static final int MODULARITY = 4;

    /** Zachary's karate club (J Anthropol Res 33, 452-473, 1977), members counted from 1. */
    private static final int[][] KARATE = {
        {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32},
        {2, 3, 4, 8, 14, 18, 20, 22, 31},
        {3, 4, 8, 9, 10, 14, 28, 29, 33},
        {4, 8, 13, 14},
        {5, 7, 11},
        {6, 7, 11, 17},
        {7, 17},
        {9, 31, 33, 34},
        {10, 34},
        {14, 34},
        {15, 33, 34},
        {16, 33, 34},
        {19, 33, 34},
        {20, 34},
        {21, 33, 34},
        {23, 33, 34},
        {24, 26, 28, 30, 33, 34},
        {25, 26, 28, 32},
        {26, 32},
        {27, 30, 34},
        {28, 34},
        {29, 32, 34},
        {30, 33, 34},
        {31, 33, 34},
        {32, 33, 34},
        {33, 34}
    };

    @TempDir Path folder;

    /** A symmetric weighted graph. */
    private record Graph(double[][] weights) {

        static Graph empty(int nodes) {
            return new Graph(new double[nodes][nodes]);
        }

        Graph with(int a, int b, double weight) {
            weights[a][b] = weight;
            weights[b][a] = weight;
            return this;
        }

        FuzzyGraph compressed() {
            int[] pointers = new int[weights.length + 1];
            List<Integer> columns = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (int a = 0; a < weights.length; a++) {
                for (int b = 0; b < weights.length; b++) {
                    if (weights[a][b] > 0) {
                        columns.add(b);
                        values.add(weights[a][b]);
                    }
                }
                pointers[a + 1] = columns.size();
            }
            return new FuzzyGraph(
                    pointers,
                    columns.stream().mapToInt(Integer::intValue).toArray(),
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        double degree(int node) {
            return Arrays.stream(weights[node]).sum();
        }

        /**
         * Modularity with a resolution r (Reichardt and Bornholdt 2006), which is the constant
         * Potts model at r / 2m with degrees as node weights: sum over pairs of one cluster of
         * (a_ij - r k_i k_j / 2m), over 2m.
         */
        double modularity(int[] clusters, double resolution) {
            double twice = IntStream.range(0, weights.length).mapToDouble(this::degree).sum();
            double sum = 0;
            for (int a = 0; a < weights.length; a++) {
                for (int b = 0; b < weights.length; b++) {
                    if (clusters[a] == clusters[b]) {
                        sum += weights[a][b] - resolution * degree(a) * degree(b) / twice;
                    }
                }
            }
            return sum / twice;
        }
    }

    private static double resolution(int position) {
        return 0.2 * (position + 1);
    }

    private static Graph ringOfCliques(int cliques, int size) {
        Graph graph = Graph.empty(cliques * size);
        for (int clique = 0; clique < cliques; clique++) {
            int first = clique * size;
            for (int a = 0; a < size; a++) {
                for (int b = 0; b < a; b++) {
                    graph.with(first + a, first + b, 1);
                }
            }
            graph.with(first, (first + size + 1) % (cliques * size), 1);
        }
        return graph;
    }

    @ParameterizedTest
    @CsvSource({"8, 5", "6, 4", "12, 6"})
    void theCliquesOfARingAreTheClusters(int cliques, int size) {
        Graph graph = ringOfCliques(cliques, size);

        int[] found = LeidenClusters.of(graph.compressed(), 1).clusterings().get(MODULARITY);

        int[] truth = IntStream.range(0, cliques * size).map(i -> i / size).toArray();
        assertThat(PartitionAgreement.adjustedRandIndex(truth, found)).isEqualTo(1);
        // Fortunato and Barthelemy 2007: 1 - 2 / (m (m - 1) + 2) - 1 / n
        assertThat(graph.modularity(found, 1))
                .isCloseTo(1 - 2.0 / (size * (size - 1) + 2) - 1.0 / cliques, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theKarateClubComesNearItsGreatestModularity(long seed) {
        Graph graph = Graph.empty(34);
        int edges = 0;
        for (int[] row : KARATE) {
            for (int other : Arrays.copyOfRange(row, 1, row.length)) {
                graph.with(row[0] - 1, other - 1, 1);
                edges++;
            }
        }
        assertThat(edges).isEqualTo(78);

        int[] found = LeidenClusters.of(graph.compressed(), seed).clusterings().get(MODULARITY);

        // the optimum, by integer programming, is .4198 with four clusters (Brandes et al. 2008)
        assertThat(graph.modularity(found, 1)).isBetween(.415, .4198);
        assertThat(Groups.occupied(found)).isBetween(3, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void smallGraphsReachTheBestOfAllPartitionsAtEveryResolution(long seed) {
        Random random = new Random(seed);
        Graph graph = Graph.empty(9);
        for (int a = 0; a < 9; a++) {
            for (int b = 0; b < a; b++) {
                if (random.nextDouble() < (a / 3 == b / 3 ? .9 : .25)) {
                    graph.with(a, b, .2 + .8 * random.nextDouble());
                }
            }
        }
        List<int[]> partitions = partitions(9);
        // Bell's number of 9
        assertThat(partitions).hasSize(21_147);
        List<int[]> clusterings = LeidenClusters.of(graph.compressed(), seed).clusterings();

        int reached = 0;
        for (int r = 0; r < clusterings.size(); r++) {
            double resolution = resolution(r);
            double best =
                    partitions.stream()
                            .mapToDouble(partition -> graph.modularity(partition, resolution))
                            .max()
                            .orElseThrow();
            double found = graph.modularity(clusterings.get(r), resolution);
            assertThat(found).as("resolution %.1f", resolution).isBetween(best - .02, best + 1e-12);
            reached += found > best - 1e-9 ? 1 : 0;
        }
        // two iterations with randomness may stop a step short, not often
        assertThat(reached).isGreaterThanOrEqualTo(8);
    }

    /** All of them, as strings that grow by one at most. */
    private static List<int[]> partitions(int nodes) {
        List<int[]> partitions = List.of(new int[] {0});
        for (int node = 1; node < nodes; node++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] partition : partitions) {
                int clusters = Arrays.stream(partition).max().orElseThrow() + 1;
                for (int cluster = 0; cluster <= clusters; cluster++) {
                    int[] next = Arrays.copyOf(partition, node + 1);
                    next[node] = cluster;
                    longer.add(next);
                }
            }
            partitions = longer;
        }
        return partitions;
    }

    @Test
    void blobsAreClusteredAsByPythonsLibrary() throws Exception {
        assumeTrue(
                python("import igraph, leidenalg").isPresent(),
                "skipped: /usr/bin/python3 has no igraph and leidenalg");
        int cells = 500;
        Random random = new Random(2);
        double[] values = new double[cells * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + (i % 5 == i / 5 % 5 ? 6 : 0);
        }
        FuzzyGraph graph =
                FuzzyGraph.of(
                        NearestNeighbors.search(new Embedding(cells, 5, values), 14),
                        LeidenClusters.NEIGHBORHOOD);
        StringBuilder edges = new StringBuilder();
        for (int a = 0; a < cells; a++) {
            for (int k = graph.pointers()[a]; k < graph.pointers()[a + 1]; k++) {
                if (a < graph.columns()[k]) {
                    edges.append(a).append(' ').append(graph.columns()[k]);
                    edges.append(' ').append(graph.weights()[k]).append('\n');
                }
            }
        }
        Path file = Files.writeString(folder.resolve("edges.txt"), edges);

        String printed =
                python(
                                """
                                import igraph, leidenalg
                                rows = [line.split() for line in open(r'%s')]
                                graph = igraph.Graph(%d, [(int(a), int(b)) for a, b, _ in rows])
                                found = leidenalg.find_partition(
                                    graph, leidenalg.RBConfigurationVertexPartition,
                                    weights=[float(w) for _, _, w in rows],
                                    resolution_parameter=1, n_iterations=2, seed=1)
                                print(*found.membership)
                                """
                                        .formatted(file, cells))
                        .orElseThrow();

        int[] theirs =
                Arrays.stream(printed.strip().split(" ")).mapToInt(Integer::parseInt).toArray();
        int[] ours = LeidenClusters.of(graph, 1).clusterings().get(MODULARITY);
        assertThat(PartitionAgreement.normalizedMutualInformation(theirs, ours)).isGreaterThan(.95);
    }

    /** What a program prints; empty where it fails or there is no Python. */
    private static Optional<String> python(String program)
            throws IOException, InterruptedException {
        Path interpreter = Path.of("/usr/bin/python3");
        if (!Files.isExecutable(interpreter)) {
            return Optional.empty();
        }
        Process process =
                new ProcessBuilder(interpreter.toString(), "-W", "ignore", "-c", program)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("python3 did not end within 60 s");
        }
        return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    }
}

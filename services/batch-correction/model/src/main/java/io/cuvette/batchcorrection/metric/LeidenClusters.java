package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.umap.FuzzyGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

/**
 * Leiden clusterings (Traag et al. 2019, its authors' library) at scIB's ten resolutions 0.2, 0.4
 * to 2.0, on scanpy's graph: UMAP's weights of 15 neighbours, the cell itself counted.
 *
 * <p>The library maximises the constant Potts model sum_ij (a_ij - r n_i n_j) within clusters. With
 * node weights n_i of the total edge weight of i and r = resolution / (sum of all n_i) that is
 * modularity with a resolution, scIB's quality. Two iterations, randomness 0.01: igraph's defaults,
 * which scib-metrics takes.
 */
public final class LeidenClusters {

    /** Neighbourhood with the cell itself. */
    public static final int NEIGHBORHOOD = 15;

    private static final int RESOLUTIONS = 10;
    private static final int ITERATIONS = 2;

    private final List<int[]> clusterings;

    private LeidenClusters(List<int[]> clusterings) {
        this.clusterings = clusterings;
    }

    /**
     * Clusters at each resolution; the same seed gives the same clusters.
     *
     * @param neighbors at least one a cell; the first 14 are used
     */
    public static LeidenClusters of(NearestNeighbors neighbors, long seed) {
        return of(FuzzyGraph.of(neighbors, NEIGHBORHOOD), seed);
    }

    /** Clusters of a graph as it is. */
    static LeidenClusters of(FuzzyGraph graph, long seed) {
        Network network = network(graph);
        double total = Arrays.stream(network.getNodeWeights()).sum();
        return new LeidenClusters(
                IntStream.rangeClosed(1, RESOLUTIONS)
                        .parallel()
                        .mapToObj(step -> cluster(network, 0.2 * step / total, seed + step))
                        .toList());
    }

    /** A cluster for each cell, from 0; one array a resolution, rising. */
    public List<int[]> clusterings() {
        return clusterings.stream().map(int[]::clone).toList();
    }

    /**
     * How well the clustering with the largest NMI agrees with the labels.
     *
     * @param adjustedRand of the same clustering
     */
    public record Agreement(double mutualInformation, double adjustedRand) {}

    public Agreement bestAgreement(int[] labels) {
        int[] best = clusterings.get(0);
        double most = -1;
        for (int[] clusters : clusterings) {
            double found = PartitionAgreement.normalizedMutualInformation(labels, clusters);
            if (found > most) {
                most = found;
                best = clusters;
            }
        }
        return new Agreement(most, PartitionAgreement.adjustedRandIndex(labels, best));
    }

    /**
     * Isolated labels, F1 form: over the labels that occur in the fewest batches, the mean of the
     * largest F1 = 2 |label and cluster| / (|label| + |cluster|) that a cluster at any resolution
     * reaches. In (0, 1].
     */
    public double isolatedLabels(int[] batches, int[] labels) {
        int[][] members = Groups.members(labels);
        int[] isolated = Groups.inFewestBatches(batches, labels);
        double sum = 0;
        for (int label : isolated) {
            double best = 0;
            for (int[] clusters : clusterings) {
                int[] sizes = Groups.sizes(clusters);
                int[] common = new int[sizes.length];
                for (int cell : members[label]) {
                    common[clusters[cell]]++;
                }
                for (int c = 0; c < sizes.length; c++) {
                    best = Math.max(best, 2.0 * common[c] / (members[label].length + sizes[c]));
                }
            }
            sum += best;
        }
        return sum / isolated.length;
    }

    private static Network network(FuzzyGraph graph) {
        return new Network(
                graph.cells(),
                true,
                Arrays.stream(graph.pointers()).asLongStream().toArray(),
                new LargeIntArray(graph.columns()),
                new LargeDoubleArray(graph.weights()),
                false);
    }

    private static int[] cluster(Network network, double resolution, long seed) {
        return new LeidenAlgorithm(
                        resolution,
                        ITERATIONS,
                        LeidenAlgorithm.DEFAULT_RANDOMNESS,
                        new Random(seed))
                .findClustering(network)
                .getClusters();
    }
}

package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.decomposition.Lanczos;
import io.cuvette.batchcorrection.decomposition.SymmetricOperator;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.umap.FuzzyGraph;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * kBET per label as scIB has it, in scib-metrics' form: neighbours by distance in the diffusion map
 * (Coifman et al. 2005) of each label's part of the graph of 50 neighbours, so that labels with few
 * direct neighbours of their own are treated alike.
 *
 * <p>Transitions are K / (z z'), K = W / (q q') with the column sums q of W and z^2 of K. The map's
 * coordinates are the eigenvectors of the 100 largest eigenvalues e times e / (1 - e), which sums
 * the diffusion over all times; 1 stays 1. Neighbours are exact here, and the largest eigenvalues
 * are taken where scib-metrics takes the largest magnitudes.
 */
public final class KbetDiffusion {

    /** Neighbourhood of the graph, with the cell itself. */
    public static final int NEIGHBORHOOD = 50;

    private static final int COMPONENTS = 100;
    private static final int MOST_STEPS = 600;

    /**
     * Residuals relative to the largest eigenvalue. Vectors that are not told apart at this level
     * have almost the same eigenvalue, and so the same weight in distances.
     */
    private static final double TOLERANCE = 1e-3;

    /** Eigenvalues that single precision, which scib-metrics has here, cannot tell from 1. */
    private static final double ONE = 1 - 3e-8;

    private static final double USABLE = 0.75;

    private KbetDiffusion() {}

    /**
     * Acceptance rate in [0, 1], the mean over labels; 1 is best. A label whose graph falls into
     * pieces is scored on the pieces of at least 3 k0 cells, and scores 0 when these hold less than
     * three quarters of it. Empty when no label is large and mixed enough.
     *
     * @param neighbors at least one a cell; the first 49 are used
     */
    public static OptionalDouble score(NearestNeighbors neighbors, int[] batches, int[] labels) {
        FuzzyGraph graph = FuzzyGraph.of(neighbors, NEIGHBORHOOD);
        double[] rates =
                Arrays.stream(Groups.members(labels))
                        .filter(members -> Kbet.applies(batches, members))
                        .parallel()
                        .mapToDouble(members -> ofLabel(graph, batches, members))
                        .toArray();
        return Arrays.stream(rates).average();
    }

    private static double ofLabel(FuzzyGraph graph, int[] batches, int[] members) {
        int k0 = Kbet.neighborhood(Groups.select(batches, members));
        FuzzyGraph inside = induced(graph, members);
        int[] pieces = pieces(inside);
        int[] sizes = Groups.sizes(pieces);
        int[] used = members;
        if (sizes.length > 1) {
            int[] kept =
                    IntStream.range(0, members.length)
                            .filter(cell -> sizes[pieces[cell]] >= 3 * k0)
                            .toArray();
            if (kept.length < USABLE * members.length) {
                return 0;
            }
            used = Groups.select(members, kept);
            inside = induced(graph, used);
        }
        NearestNeighbors found = NearestNeighbors.search(diffusionMap(inside), k0);
        // a cell is its own first neighbour in scib-metrics' count
        return Kbet.acceptance(found, Groups.select(batches, used), true);
    }

    private static Embedding diffusionMap(FuzzyGraph graph) {
        int n = graph.cells();
        SymmetricOperator transitions = transitions(graph);
        int count = Math.min(COMPONENTS, n - 1);
        Lanczos.Eigenpairs pairs = Lanczos.largest(transitions, count, TOLERANCE, MOST_STEPS, 1);
        double[] coordinates = new double[n * count];
        for (int c = 0; c < count; c++) {
            double value = pairs.values()[c];
            double scale = value > ONE ? 1 : value / (1 - value);
            for (int cell = 0; cell < n; cell++) {
                coordinates[cell * count + c] = scale * pairs.vectors()[c][cell];
            }
        }
        return new Embedding(n, count, coordinates);
    }

    private static SymmetricOperator transitions(FuzzyGraph graph) {
        double[] weights = graph.weights().clone();
        double[] q = rowSums(graph, weights);
        divide(graph, weights, q);
        double[] z = rowSums(graph, weights);
        Arrays.setAll(z, cell -> Math.sqrt(z[cell]));
        divide(graph, weights, z);
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return graph.cells();
            }

            @Override
            public void multiply(double[] x, double[] y) {
                for (int cell = 0; cell < y.length; cell++) {
                    double sum = 0;
                    for (int k = graph.pointers()[cell]; k < graph.pointers()[cell + 1]; k++) {
                        sum += weights[k] * x[graph.columns()[k]];
                    }
                    y[cell] = sum;
                }
            }
        };
    }

    private static double[] rowSums(FuzzyGraph graph, double[] weights) {
        double[] sums = new double[graph.cells()];
        for (int cell = 0; cell < sums.length; cell++) {
            for (int k = graph.pointers()[cell]; k < graph.pointers()[cell + 1]; k++) {
                sums[cell] += weights[k];
            }
        }
        return sums;
    }

    private static void divide(FuzzyGraph graph, double[] weights, double[] by) {
        for (int cell = 0; cell < by.length; cell++) {
            for (int k = graph.pointers()[cell]; k < graph.pointers()[cell + 1]; k++) {
                weights[k] /= by[cell] * by[graph.columns()[k]];
            }
        }
    }

    /** Edges among the members, renumbered. */
    private static FuzzyGraph induced(FuzzyGraph graph, int[] members) {
        int[] position = new int[graph.cells()];
        Arrays.fill(position, -1);
        int largest = 0;
        for (int i = 0; i < members.length; i++) {
            position[members[i]] = i;
            largest += graph.pointers()[members[i] + 1] - graph.pointers()[members[i]];
        }
        int[] pointers = new int[members.length + 1];
        int[] columns = new int[largest];
        double[] weights = new double[largest];
        int size = 0;
        for (int i = 0; i < members.length; i++) {
            for (int k = graph.pointers()[members[i]]; k < graph.pointers()[members[i] + 1]; k++) {
                if (position[graph.columns()[k]] >= 0) {
                    columns[size] = position[graph.columns()[k]];
                    weights[size++] = graph.weights()[k];
                }
            }
            pointers[i + 1] = size;
        }
        return new FuzzyGraph(pointers, Arrays.copyOf(columns, size), Arrays.copyOf(weights, size));
    }

    /** Connected component of each cell, from 0. */
    private static int[] pieces(FuzzyGraph graph) {
        int[] piece = new int[graph.cells()];
        Arrays.fill(piece, -1);
        int[] queue = new int[graph.cells()];
        int pieces = 0;
        for (int root = 0; root < piece.length; root++) {
            if (piece[root] >= 0) {
                continue;
            }
            int filled = 1;
            queue[0] = root;
            piece[root] = pieces;
            for (int head = 0; head < filled; head++) {
                int cell = queue[head];
                for (int k = graph.pointers()[cell]; k < graph.pointers()[cell + 1]; k++) {
                    int other = graph.columns()[k];
                    if (piece[other] < 0) {
                        piece[other] = pieces;
                        queue[filled++] = other;
                    }
                }
            }
            pieces++;
        }
        return piece;
    }
}

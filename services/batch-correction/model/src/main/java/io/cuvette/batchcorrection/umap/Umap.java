package io.cuvette.batchcorrection.umap;

import io.cuvette.batchcorrection.decomposition.Lanczos;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.SplittableRandom;

/**
 * Lays cells out in the plane. Deterministic: one seed, one layout, on any number of processors.
 *
 * <p>Differs from umap-learn in four ways: neighbours are always exact; the start of a graph in
 * several pieces is PCA instead of a layout of pieces; forces come from tables, see {@link Force};
 * and everything is double precision.
 */
public final class Umap {
    private static final double INITIAL_EXTENT = 10;
    private static final double JITTER = 1e-4;

    /** Memory of the eigensolver's basis, in doubles. */
    private static final long LARGEST_BASIS = 40_000_000;

    private Umap() {}

    /**
     * @param cells at least 3 cells, Euclidean
     * @return cells x 2
     */
    public static Embedding fit(Embedding cells, UmapSettings settings, long seed) {
        return fit(cells, NearestNeighbors.search(cells, settings.neighbors() - 1), settings, seed);
    }

    /**
     * The same with neighbours that were searched before.
     *
     * @param neighbors of {@code cells}, at least {@code settings.neighbors() - 1} of each, or all
     */
    public static Embedding fit(
            Embedding cells, NearestNeighbors neighbors, UmapSettings settings, long seed) {
        int n = cells.cells();
        if (n < 3 || neighbors.cells() != n) {
            throw new IllegalArgumentException(
                    "at least 3 cells and their neighbours are needed, got %d and %d"
                            .formatted(n, neighbors.cells()));
        }
        if (neighbors.count() < Math.min(n - 1, settings.neighbors() - 1)) {
            throw new IllegalArgumentException(
                    "%d neighbours are needed, got %d"
                            .formatted(settings.neighbors() - 1, neighbors.count()));
        }
        FuzzyGraph graph = FuzzyGraph.of(neighbors, settings.neighbors());
        SplittableRandom random = new SplittableRandom(seed);
        double[] plane = start(cells, graph, random);
        int epochs = settings.epochsFor(n);
        Curve curve = Curve.fit(settings.minDistance(), settings.spread());
        new LayoutOptimizer(graph, curve, settings.negativeSamples(), epochs, random.nextLong())
                .optimize(plane, epochs);
        return new Embedding(n, 2, plane);
    }

    private static double[] start(Embedding cells, FuzzyGraph graph, SplittableRandom random) {
        int n = cells.cells();
        double[] plane = graph.isConnected() ? spectral(graph) : principal(cells);
        double largest = 0;
        for (double value : plane) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < plane.length; i++) {
            double noise = JITTER * random.nextGaussian();
            plane[i] = (largest > 0 ? plane[i] * INITIAL_EXTENT / largest : 0) + noise;
        }
        for (int axis = 0; axis < 2; axis++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int cell = 0; cell < n; cell++) {
                low = Math.min(low, plane[2 * cell + axis]);
                high = Math.max(high, plane[2 * cell + axis]);
            }
            for (int cell = 0; cell < n; cell++) {
                plane[2 * cell + axis] =
                        INITIAL_EXTENT * (plane[2 * cell + axis] - low) / (high - low);
            }
        }
        return plane;
    }

    /** Second and third eigenvector of the normalised Laplacian. */
    private static double[] spectral(FuzzyGraph graph) {
        int n = graph.cells();
        int steps = (int) Math.min(600, Math.max(60, LARGEST_BASIS / n));
        // a start needs no more than a few digits, and an unconverged one still spreads the cells
        double[][] vectors =
                Lanczos.largest(graph.normalizedAdjacency(), 3, 1e-6, steps, 1).vectors();
        double[] plane = new double[2 * n];
        for (int cell = 0; cell < n; cell++) {
            plane[2 * cell] = vectors[1][cell];
            plane[2 * cell + 1] = vectors[2][cell];
        }
        return plane;
    }

    private static double[] principal(Embedding cells) {
        Embedding scores = Pca.fit(cells, 2).transform(cells);
        double[] plane = new double[2 * cells.cells()];
        for (int cell = 0; cell < cells.cells(); cell++) {
            for (int axis = 0; axis < scores.dimensions(); axis++) {
                plane[2 * cell + axis] = scores.get(cell, axis);
            }
        }
        return plane;
    }
}

package io.cuvette.batchcorrection.umap;

import io.cuvette.batchcorrection.decomposition.SymmetricOperator;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.Arrays;

/**
 * The fuzzy simplicial set of the cells: a symmetric weighted graph in compressed rows, columns
 * rising within a row.
 *
 * @param pointers {@code cells + 1} positions
 * @param columns neighbour of each edge
 * @param weights of each edge, in (0, 1]
 */
public record FuzzyGraph(int[] pointers, int[] columns, double[] weights) {
    private static final double TOLERANCE = 1e-5;
    private static final double SMALLEST_SIGMA = 1e-3;
    private static final int ITERATIONS = 64;

    /** Local metric of each cell: distance to its nearest neighbour, and bandwidth. */
    record LocalScale(double[] rho, double[] sigma) {}

    /**
     * @param neighbors others of each cell; the first {@code size - 1} are used
     * @param size neighbourhood with the cell itself
     */
    public static FuzzyGraph of(NearestNeighbors neighbors, int size) {
        int used = Math.min(neighbors.count(), size - 1);
        LocalScale scale = localScale(neighbors, used);
        int cells = neighbors.cells();
        double[] directed = new double[cells * used];
        for (int cell = 0; cell < cells; cell++) {
            for (int rank = 0; rank < used; rank++) {
                double excess = neighbors.distance(cell, rank) - scale.rho[cell];
                directed[cell * used + rank] =
                        excess <= 0 || scale.sigma[cell] == 0
                                ? 1
                                : Math.exp(-excess / scale.sigma[cell]);
            }
        }
        return union(neighbors, used, directed);
    }

    /**
     * Bandwidths by bisection so that sum_j exp(-max(0, d_j - rho) / sigma) = log2(k), k with the
     * cell itself (algorithm 3 of the paper; bounds from umap-learn).
     */
    static LocalScale localScale(NearestNeighbors neighbors, int used) {
        int cells = neighbors.cells();
        double target = Math.log(used + 1.0) / Math.log(2);
        double total = 0;
        for (int cell = 0; cell < cells; cell++) {
            for (int rank = 0; rank < used; rank++) {
                total += neighbors.distance(cell, rank);
            }
        }
        // the cell itself counts with distance zero
        double meanOfAll = total / ((double) cells * (used + 1));
        double[] rho = new double[cells];
        double[] sigma = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            double sum = 0;
            for (int rank = used - 1; rank >= 0; rank--) {
                double distance = neighbors.distance(cell, rank);
                sum += distance;
                rho[cell] = distance > 0 ? distance : rho[cell];
            }
            double fitted = bisect(neighbors, cell, used, rho[cell], target);
            double mean = rho[cell] > 0 ? sum / (used + 1) : meanOfAll;
            sigma[cell] = Math.max(fitted, SMALLEST_SIGMA * mean);
        }
        return new LocalScale(rho, sigma);
    }

    private static double bisect(
            NearestNeighbors neighbors, int cell, int used, double rho, double target) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = 1;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double sum = 0;
            for (int rank = 0; rank < used; rank++) {
                double excess = neighbors.distance(cell, rank) - rho;
                sum += excess > 0 ? Math.exp(-excess / sigma) : 1;
            }
            if (Math.abs(sum - target) < TOLERANCE) {
                break;
            }
            if (sum > target) {
                high = sigma;
                sigma = (low + high) / 2;
            } else {
                low = sigma;
                sigma = Double.isInfinite(high) ? sigma * 2 : (low + high) / 2;
            }
        }
        return sigma;
    }

    /** Probabilistic union W + W' - W * W' (elementwise). */
    private static FuzzyGraph union(NearestNeighbors neighbors, int used, double[] directed) {
        int cells = neighbors.cells();
        int[] degree = new int[cells + 1];
        for (int cell = 0; cell < cells; cell++) {
            for (int rank = 0; rank < used; rank++) {
                degree[cell + 1]++;
                degree[neighbors.index(cell, rank) + 1]++;
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            degree[cell + 1] += degree[cell];
        }
        long[] keys = new long[degree[cells]];
        int[] next = Arrays.copyOf(degree, cells);
        for (int cell = 0; cell < cells; cell++) {
            for (int rank = 0; rank < used; rank++) {
                int other = neighbors.index(cell, rank);
                int edge = cell * used + rank;
                keys[next[cell]++] = ((long) other << 32) | edge;
                keys[next[other]++] = ((long) cell << 32) | edge;
            }
        }
        int[] pointers = new int[cells + 1];
        int[] columns = new int[keys.length];
        double[] weights = new double[keys.length];
        int size = 0;
        for (int cell = 0; cell < cells; cell++) {
            Arrays.sort(keys, degree[cell], degree[cell + 1]);
            for (int k = degree[cell]; k < degree[cell + 1]; k++) {
                int other = (int) (keys[k] >>> 32);
                double weight = directed[(int) keys[k]];
                boolean mutual = size > pointers[cell] && columns[size - 1] == other;
                if (mutual) {
                    double first = weights[size - 1];
                    weights[size - 1] = first + weight - first * weight;
                } else {
                    columns[size] = other;
                    weights[size++] = weight;
                }
            }
            pointers[cell + 1] = size;
        }
        return new FuzzyGraph(pointers, Arrays.copyOf(columns, size), Arrays.copyOf(weights, size));
    }

    public int cells() {
        return pointers.length - 1;
    }

    double largestWeight() {
        return Arrays.stream(weights).max().orElse(0);
    }

    /** Whether every cell can be reached from every other. */
    boolean isConnected() {
        boolean[] seen = new boolean[cells()];
        int[] queue = new int[cells()];
        int filled = 1;
        seen[0] = true;
        for (int head = 0; head < filled; head++) {
            int cell = queue[head];
            for (int k = pointers[cell]; k < pointers[cell + 1]; k++) {
                if (!seen[columns[k]]) {
                    seen[columns[k]] = true;
                    queue[filled++] = columns[k];
                }
            }
        }
        return filled == cells();
    }

    /** D^(-1/2) W D^(-1/2), whose leading eigenvectors are the trailing ones of the Laplacian. */
    SymmetricOperator normalizedAdjacency() {
        double[] inverseRoot = new double[cells()];
        for (int cell = 0; cell < cells(); cell++) {
            double degree = 0;
            for (int k = pointers[cell]; k < pointers[cell + 1]; k++) {
                degree += weights[k];
            }
            inverseRoot[cell] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
        }
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return cells();
            }

            @Override
            public void multiply(double[] x, double[] y) {
                for (int cell = 0; cell < y.length; cell++) {
                    double sum = 0;
                    for (int k = pointers[cell]; k < pointers[cell + 1]; k++) {
                        sum += weights[k] * inverseRoot[columns[k]] * x[columns[k]];
                    }
                    y[cell] = inverseRoot[cell] * sum;
                }
            }
        };
    }
}

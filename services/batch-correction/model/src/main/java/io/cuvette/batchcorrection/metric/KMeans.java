package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lloyd's k-means from greedy k-means++ starts (Arthur and Vassilvitskii 2007), the best of several
 * restarts; seeded.
 *
 * @param codes cluster of each cell
 * @param inertia sum of squared distances to the cluster means
 */
public record KMeans(int[] codes, double inertia) {
    public static final int RESTARTS = 10;
    private static final int MAX_ITERATIONS = 300;

    /**
     * @param clusters lowered to the number of cells
     */
    public static KMeans fit(Embedding embedding, int clusters, int restarts, long seed) {
        if (clusters < 1 || restarts < 1 || embedding.cells() < 1) {
            throw new IllegalArgumentException("clusters, restarts and cells must be at least 1");
        }
        int k = Math.min(clusters, embedding.cells());
        SplittableRandom random = new SplittableRandom(seed);
        KMeans best = null;
        for (int restart = 0; restart < restarts; restart++) {
            KMeans fit = lloyd(embedding, start(embedding, k, random.split()));
            if (best == null || fit.inertia < best.inertia) {
                best = fit;
            }
        }
        return best;
    }

    private static Embedding start(Embedding cells, int k, SplittableRandom random) {
        int n = cells.cells();
        int trials = 2 + (int) Math.log(k);
        int[] chosen = new int[k];
        chosen[0] = random.nextInt(n);
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        nearest = nearestWith(cells, nearest, chosen[0]);
        for (int c = 1; c < k; c++) {
            double[] bestNearest = nearest;
            double bestPotential = Double.POSITIVE_INFINITY;
            for (int trial = 0; trial < trials; trial++) {
                int candidate = draw(nearest, random);
                double[] with = nearestWith(cells, nearest, candidate);
                double potential = Arrays.stream(with).sum();
                if (potential < bestPotential) {
                    bestPotential = potential;
                    bestNearest = with;
                    chosen[c] = candidate;
                }
            }
            nearest = bestNearest;
        }
        return cells.select(chosen);
    }

    /** A cell with probability proportional to its weight. */
    private static int draw(double[] weights, SplittableRandom random) {
        double target = random.nextDouble() * Arrays.stream(weights).sum();
        for (int cell = 0; cell < weights.length; cell++) {
            target -= weights[cell];
            if (target < 0) {
                return cell;
            }
        }
        return weights.length - 1;
    }

    private static double[] nearestWith(Embedding cells, double[] nearest, int candidate) {
        double[] with = new double[nearest.length];
        for (int cell = 0; cell < with.length; cell++) {
            with[cell] = Math.min(nearest[cell], cells.squaredDistance(cell, candidate));
        }
        return with;
    }

    private static KMeans lloyd(Embedding cells, Embedding start) {
        Embedding centers = start;
        int[] codes = new int[cells.cells()];
        Arrays.fill(codes, -1);
        double[] distances = new double[cells.cells()];
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            boolean changed = false;
            for (int cell = 0; cell < codes.length; cell++) {
                int nearest = 0;
                double smallest = Double.POSITIVE_INFINITY;
                for (int c = 0; c < centers.cells(); c++) {
                    double distance = cells.squaredDistance(cell, centers, c);
                    if (distance < smallest) {
                        smallest = distance;
                        nearest = c;
                    }
                }
                changed |= codes[cell] != nearest;
                codes[cell] = nearest;
                distances[cell] = smallest;
            }
            if (!changed) {
                break;
            }
            centers = means(cells, codes, distances, centers.cells());
        }
        return new KMeans(codes, Arrays.stream(distances).sum());
    }

    private static Embedding means(Embedding cells, int[] codes, double[] distances, int clusters) {
        int dimensions = cells.dimensions();
        double[] sums = new double[clusters * dimensions];
        int[] sizes = new int[clusters];
        for (int cell = 0; cell < codes.length; cell++) {
            sizes[codes[cell]]++;
            for (int d = 0; d < dimensions; d++) {
                sums[codes[cell] * dimensions + d] += cells.get(cell, d);
            }
        }
        double[] remaining = distances.clone();
        for (int c = 0; c < clusters; c++) {
            if (sizes[c] == 0) {
                // an empty cluster moves to the cell that is served worst
                int farthest = 0;
                for (int cell = 1; cell < remaining.length; cell++) {
                    farthest = remaining[cell] > remaining[farthest] ? cell : farthest;
                }
                remaining[farthest] = 0;
                System.arraycopy(
                        cells.values(), farthest * dimensions, sums, c * dimensions, dimensions);
            } else {
                for (int d = 0; d < dimensions; d++) {
                    sums[c * dimensions + d] /= sizes[c];
                }
            }
        }
        return new Embedding(clusters, dimensions, sums);
    }
}

package io.cuvette.batchcorrection.harmony;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where clusters begin: k-means++ (Arthur and Vassilvitskii 2007), then Lloyd's iterations, on
 * directions, where {@code |z - y|^2 = 2 (1 - z.y)}.
 *
 * <p>The k-means of the metrics runs to convergence from ten starts in double precision on one
 * thread: minutes on 69,000 cells, for what is only a start here.
 */
final class ClusterStart {
    private static final int ITERATIONS = 25;
    private static final int CHUNK = 1024;

    private final float[] directions;
    private final int cells;
    private final int clusters;
    private final int dimensions;
    private final SplittableRandom random;

    /** Distance to the nearest centre, half squared. */
    private final float[] nearest;

    ClusterStart(float[] directions, int dimensions, int clusters, SplittableRandom random) {
        this.directions = directions;
        this.cells = directions.length / dimensions;
        this.clusters = clusters;
        this.dimensions = dimensions;
        this.random = random;
        this.nearest = new float[cells];
    }

    CentroidTable find() {
        CentroidTable centroids = new CentroidTable(cells, clusters, dimensions);
        seed(centroids);
        int[] codes = new int[cells];
        Arrays.fill(codes, -1);
        for (int iteration = 0; iteration < ITERATIONS && assign(centroids, codes); iteration++) {
            move(centroids, codes);
        }
        return centroids;
    }

    private void seed(CentroidTable centroids) {
        Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        int chosen = random.nextInt(cells);
        for (int c = 0; c < clusters; c++) {
            centroids.set(c, directions, chosen * dimensions);
            int center = chosen * dimensions;
            Chunks.forEach(cells, CHUNK, (chunk, from, to) -> approach(center, from, to));
            chosen = draw();
        }
    }

    private void approach(int center, int from, int to) {
        for (int cell = from; cell < to; cell++) {
            float distance = Math.max(0, 1 - dot(cell * dimensions, center));
            nearest[cell] = Math.min(nearest[cell], distance);
        }
    }

    private float dot(int a, int b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 3 < dimensions; j += 4) {
            s0 += directions[a + j] * directions[b + j];
            s1 += directions[a + j + 1] * directions[b + j + 1];
            s2 += directions[a + j + 2] * directions[b + j + 2];
            s3 += directions[a + j + 3] * directions[b + j + 3];
        }
        for (; j < dimensions; j++) {
            s0 += directions[a + j] * directions[b + j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** A cell with probability proportional to its squared distance to the nearest centre. */
    private int draw() {
        double sum = 0;
        for (float distance : nearest) {
            sum += distance;
        }
        double target = random.nextDouble() * sum;
        for (int cell = 0; cell < cells; cell++) {
            target -= nearest[cell];
            if (target < 0) {
                return cell;
            }
        }
        // all cells lie on centres
        return random.nextInt(cells);
    }

    /** True when a cell changed its cluster. */
    private boolean assign(CentroidTable centroids, int[] codes) {
        boolean[] changed = new boolean[Chunks.count(cells, CHUNK)];
        Chunks.forEach(
                cells,
                CHUNK,
                (chunk, from, to) -> {
                    float[] cosines = new float[clusters];
                    for (int cell = from; cell < to; cell++) {
                        Kernels.product(directions, cell * dimensions, centroids.values(), cosines);
                        int best = 0;
                        for (int c = 1; c < clusters; c++) {
                            best = cosines[c] > cosines[best] ? c : best;
                        }
                        nearest[cell] = Math.max(0, 1 - cosines[best]);
                        changed[chunk] |= codes[cell] != best;
                        codes[cell] = best;
                    }
                });
        for (boolean any : changed) {
            if (any) {
                return true;
            }
        }
        return false;
    }

    private void move(CentroidTable centroids, int[] codes) {
        double[] sums = new double[clusters * dimensions];
        int[] sizes = new int[clusters];
        for (int cell = 0; cell < cells; cell++) {
            sizes[codes[cell]]++;
            int row = codes[cell] * dimensions;
            for (int j = 0; j < dimensions; j++) {
                sums[row + j] += directions[cell * dimensions + j];
            }
        }
        float[] direction = new float[dimensions];
        for (int c = 0; c < clusters; c++) {
            if (sizes[c] == 0) {
                // an empty cluster moves to the cell that is served worst
                int farthest = farthest();
                nearest[farthest] = 0;
                centroids.set(c, directions, farthest * dimensions);
            } else {
                Kernels.normalize(sums, c * dimensions, dimensions, direction, 0);
                centroids.set(c, direction, 0);
            }
        }
    }

    private int farthest() {
        int farthest = 0;
        for (int cell = 1; cell < cells; cell++) {
            farthest = nearest[cell] > nearest[farthest] ? cell : farthest;
        }
        return farthest;
    }
}

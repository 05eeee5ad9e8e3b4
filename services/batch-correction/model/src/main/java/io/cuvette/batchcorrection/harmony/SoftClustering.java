package io.cuvette.batchcorrection.harmony;

import java.util.SplittableRandom;

/**
 * Soft k-means of directions with a penalty on clusters of few batches (Korsunsky et al. 2019,
 * equations of the maximum diversity clustering):
 *
 * <pre>
 * minimise  sum_ic R_ic 2 (1 - z_i.y_c) + sigma sum_ic R_ic log R_ic
 *           + sigma sum_cb theta_b O_cb log((O_cb + E_cb) / E_cb)
 * R_ic ~ exp(-2 (1 - z_i.y_c) / sigma) (E_cb / (O_cb + E_cb))^theta_b
 * </pre>
 *
 * <p>Cells are assigned in random blocks; a block is taken out of O and E before it is assigned and
 * counted in afterwards.
 *
 * <p>With {@code log R = log-weight - log sum} the first two terms of the objective are {@code
 * sigma (R penalty - log sum)} for each cell, so that no logarithm of R is taken.
 */
final class SoftClustering {

    /** Cells of one task. */
    private static final int CHUNK = 128;

    private final float[] directions;
    private final float[] assignments;
    private final int clusters;
    private final int dimensions;
    private final HarmonySettings settings;
    private final float scale;
    private final CentroidTable centroids;
    private final BatchOccupancy occupancy;
    private final RandomBlocks blocks;

    /** Log penalties, batches x clusters. */
    private final float[][] penalties;

    /**
     * @param directions cells x dimensions, rows of length 1; read anew by each run
     */
    SoftClustering(
            float[] directions,
            int dimensions,
            int clusters,
            BatchOrder order,
            HarmonySettings settings,
            SplittableRandom random) {
        this.directions = directions;
        this.dimensions = dimensions;
        this.clusters = clusters;
        this.settings = settings;
        this.scale = (float) (2 / settings.sigma());
        this.assignments = new float[Math.multiplyExact(order.cells().length, clusters)];
        this.penalties = new float[order.batches()][clusters];
        this.centroids = new ClusterStart(directions, dimensions, clusters, random.split()).find();
        this.occupancy = new BatchOccupancy(order, clusters, settings);
        this.blocks = new RandomBlocks(order, settings.blockSize(), random.split());
        // the first assignment knows no batches
        assign(order.cells(), order.codes(), 0, order.cells().length);
    }

    /** cells x clusters, not copied. */
    float[] assignments() {
        return assignments;
    }

    BatchOccupancy occupancy() {
        return occupancy;
    }

    /**
     * Iterates until the objective stands still.
     *
     * @return the objective
     */
    double run(int[] codes) {
        occupancy.count(assignments);
        double objective = Double.NaN;
        for (int iteration = 0; iteration < settings.maxInner(); iteration++) {
            double before = objective;
            centroids.update(directions, assignments);
            objective = iterate(codes);
            if (Math.abs(before - objective) < settings.epsilonCluster() * Math.abs(before)) {
                break;
            }
        }
        return objective;
    }

    private double iterate(int[] codes) {
        blocks.draw();
        int[] cells = blocks.members();
        double sum = 0;
        for (int block = 0; block < blocks.count(); block++) {
            int from = blocks.start(block);
            int to = blocks.end(block);
            occupancy.remove(assignments, cells, from, to);
            occupancy.penalties(cells, from, to, penalties);
            sum -= assign(cells, codes, from, to);
            sum += occupancy.add(assignments, cells, from, to, penalties);
        }
        return settings.sigma() * (sum + occupancy.diversity());
    }

    /** Sum of the log sums. */
    private double assign(int[] cells, int[] codes, int first, int end) {
        double[] sums = new double[Chunks.count(end - first, CHUNK)];
        Chunks.forEach(
                end - first,
                CHUNK,
                (chunk, from, to) -> {
                    float[] weights = new float[clusters];
                    double sum = 0;
                    for (int at = first + from; at < first + to; at++) {
                        int cell = cells[at];
                        Kernels.product(directions, cell * dimensions, centroids.values(), weights);
                        sum += Kernels.softmax(weights, scale, penalties[codes[cell]]);
                        System.arraycopy(weights, 0, assignments, cell * clusters, clusters);
                    }
                    sums[chunk] = sum;
                });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    /** Clusters of the directions as they are now. */
    CentroidTable updatedCentroids() {
        centroids.update(directions, assignments);
        return centroids;
    }

    /** Log penalties of the present assignments, batches x clusters. */
    float[][] presentPenalties() {
        occupancy.count(assignments);
        for (int batch = 0; batch < penalties.length; batch++) {
            occupancy.penalties(batch, penalties);
        }
        return penalties;
    }
}

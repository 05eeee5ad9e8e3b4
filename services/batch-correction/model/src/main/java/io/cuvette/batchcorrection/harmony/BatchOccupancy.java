package io.cuvette.batchcorrection.harmony;

import java.util.Arrays;

/**
 * How many cells of each batch are in each cluster, as sums of soft assignments: observed {@code
 * O_cb}, expected {@code E_cb = (cells in cluster c) x (share of batch b)}.
 */
final class BatchOccupancy {

    /** A cluster that is expected to hold fewer cells of a batch says nothing of its diversity. */
    private static final double NOTHING = 1e-9;

    private final BatchOrder order;
    private final int clusters;
    private final double[] theta;
    private final double[] share;

    /** batches x clusters. */
    private final double[] observed;

    private final double[] sizes;

    /** Sum over one batch's cells in a block. */
    private final float[] run;

    private final float[] cell;

    BatchOccupancy(BatchOrder order, int clusters, HarmonySettings settings) {
        this.order = order;
        this.clusters = clusters;
        this.observed = new double[Math.multiplyExact(order.batches(), clusters)];
        this.sizes = new double[clusters];
        this.run = new float[clusters];
        this.cell = new float[clusters];
        this.share = new double[order.batches()];
        this.theta = new double[order.batches()];
        for (int batch = 0; batch < share.length; batch++) {
            share[batch] = order.size(batch) / (double) order.cells().length;
            theta[batch] = theta(settings, order.size(batch) / (double) clusters);
        }
    }

    private static double theta(HarmonySettings settings, double cellsPerCluster) {
        if (settings.tau() == 0) {
            return settings.theta();
        }
        double ratio = cellsPerCluster / settings.tau();
        return settings.theta() * -Math.expm1(-ratio * ratio);
    }

    /** Counts all cells anew. */
    void count(float[] assignments) {
        Arrays.fill(observed, 0);
        Arrays.fill(sizes, 0);
        for (int batch = 0; batch < order.batches(); batch++) {
            for (int at = order.starts()[batch]; at < order.starts()[batch + 1]; at++) {
                int row = order.cells()[at] * clusters;
                for (int c = 0; c < clusters; c++) {
                    observed[batch * clusters + c] += assignments[row + c];
                }
            }
            for (int c = 0; c < clusters; c++) {
                sizes[c] += observed[batch * clusters + c];
            }
        }
    }

    void remove(float[] assignments, int[] cells, int from, int to) {
        change(assignments, cells, from, to, -1, new float[0][]);
    }

    /**
     * Adds cells of a block.
     *
     * @param penalties that the block was assigned with, batches x clusters
     * @return sum of assignment x penalty over these cells
     */
    double add(float[] assignments, int[] cells, int from, int to, float[][] penalties) {
        return change(assignments, cells, from, to, 1, penalties);
    }

    private double change(
            float[] assignments, int[] cells, int from, int to, int sign, float[][] penalties) {
        double penalty = 0;
        int at = from;
        while (at < to) {
            int batch = order.codes()[cells[at]];
            Arrays.fill(run, 0);
            for (; at < to && order.codes()[cells[at]] == batch; at++) {
                System.arraycopy(assignments, cells[at] * clusters, cell, 0, clusters);
                Kernels.add(cell, run);
            }
            int row = batch * clusters;
            for (int c = 0; c < clusters; c++) {
                // what rounding leaves of an emptied cluster must not be negative
                observed[row + c] = Math.max(0, observed[row + c] + sign * run[c]);
                sizes[c] = Math.max(0, sizes[c] + sign * run[c]);
                if (sign > 0) {
                    penalty += (double) run[c] * penalties[batch][c];
                }
            }
        }
        return penalty;
    }

    /** Log penalties of the batches that occur in a block, into their rows. */
    void penalties(int[] cells, int from, int to, float[][] out) {
        int last = -1;
        for (int at = from; at < to; at++) {
            int batch = order.codes()[cells[at]];
            if (batch != last) {
                penalties(batch, out);
                last = batch;
            }
        }
    }

    /** {@code theta_b log(E_cb / (O_cb + E_cb))} for all clusters, into the row of the batch. */
    void penalties(int batch, float[][] out) {
        for (int c = 0; c < clusters; c++) {
            double expected = sizes[c] * share[batch];
            double ratio = expected < NOTHING ? 1 : observed[batch * clusters + c] / expected;
            out[batch][c] = (float) (-theta[batch] * Math.log1p(ratio));
        }
    }

    /** {@code sum_cb theta_b O_cb log((O_cb + E_cb) / E_cb)}. */
    double diversity() {
        double sum = 0;
        for (int batch = 0; batch < order.batches(); batch++) {
            for (int c = 0; c < clusters; c++) {
                double expected = sizes[c] * share[batch];
                if (expected >= NOTHING) {
                    double seen = observed[batch * clusters + c];
                    sum += theta[batch] * seen * Math.log1p(seen / expected);
                }
            }
        }
        return sum;
    }

    double observed(int batch, int cluster) {
        return observed[batch * clusters + cluster];
    }
}

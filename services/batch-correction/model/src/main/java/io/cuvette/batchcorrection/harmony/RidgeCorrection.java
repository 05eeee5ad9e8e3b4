package io.cuvette.batchcorrection.harmony;

import java.util.Arrays;

/**
 * Batch effects of each cluster by weighted ridge regression on an intercept and the batches
 * (Korsunsky et al. 2019, mixture of experts):
 *
 * <pre>
 * W_c = (Phi* diag(R_c) Phi*' + diag(0, lambda, ..., lambda))^-1 Phi* diag(R_c) Z
 * </pre>
 *
 * <p>Each cell has one batch, so the matrix is an arrow: with {@code o_b = sum of R_ic} and {@code
 * s_b = sum of R_ic z_i} over the cells of batch b its rows say {@code w_b = (s_b - o_b w_0) / (o_b
 * + lambda)}, and the first row, after elimination (Schur complement), {@code w_0 = sum_b s_b g_b /
 * sum_b o_b g_b} with {@code g_b = 1 / (o_b + lambda)}. That is exact, takes O(batches) and
 * subtracts no nearly equal numbers.
 */
final class RidgeCorrection {

    /** Clusters whose sums a task builds over all cells of a batch. */
    private static final int STRIPE = 16;

    private static final int CHUNK = 256;

    private final double[] cells;
    private final int dimensions;
    private final int clusters;
    private final BatchOrder order;
    private final double lambda;

    /** batches x clusters x dimensions: first the sums s_b, then the effects W. */
    private final double[] effects;

    /**
     * @param cells cells x dimensions, uncorrected
     */
    RidgeCorrection(
            double[] cells, int dimensions, int clusters, BatchOrder order, double lambda) {
        this.cells = cells;
        this.dimensions = dimensions;
        this.clusters = clusters;
        this.order = order;
        this.lambda = lambda;
        this.effects =
                new double
                        [Math.multiplyExact(
                                Math.multiplyExact(order.batches(), clusters), dimensions)];
    }

    /** batches x clusters x dimensions, not copied. */
    double[] effects() {
        return effects;
    }

    void fit(float[] assignments) {
        Arrays.fill(effects, 0);
        int stripes = Chunks.count(clusters, STRIPE);
        double[] weights = new double[order.batches() * clusters];
        Chunks.forEach(
                order.batches() * stripes,
                1,
                (task, from, to) -> {
                    int batch = task / stripes;
                    int first = task % stripes * STRIPE;
                    sum(assignments, batch, first, Math.min(clusters, first + STRIPE), weights);
                });
        Chunks.forEach(clusters, 1, (cluster, from, to) -> solve(cluster, weights));
    }

    /** s_b and o_b of some clusters. */
    private void sum(float[] assignments, int batch, int first, int end, double[] weights) {
        int at = order.starts()[batch];
        int stop = order.starts()[batch + 1];
        int[] sorted = order.cells();
        for (; at + 3 < stop; at += 4) {
            int i0 = sorted[at];
            int i1 = sorted[at + 1];
            int i2 = sorted[at + 2];
            int i3 = sorted[at + 3];
            for (int c = first; c < end; c++) {
                double r0 = assignments[i0 * clusters + c];
                double r1 = assignments[i1 * clusters + c];
                double r2 = assignments[i2 * clusters + c];
                double r3 = assignments[i3 * clusters + c];
                weights[batch * clusters + c] += (r0 + r1) + (r2 + r3);
                Kernels.addFour(
                        r0,
                        r1,
                        r2,
                        r3,
                        cells,
                        i0 * dimensions,
                        i1 * dimensions,
                        i2 * dimensions,
                        i3 * dimensions,
                        dimensions,
                        effects,
                        (batch * clusters + c) * dimensions);
            }
        }
        for (; at < stop; at++) {
            int cell = sorted[at];
            for (int c = first; c < end; c++) {
                double r = assignments[cell * clusters + c];
                weights[batch * clusters + c] += r;
                Kernels.addOne(
                        r,
                        cells,
                        cell * dimensions,
                        dimensions,
                        effects,
                        (batch * clusters + c) * dimensions);
            }
        }
    }

    private void solve(int cluster, double[] weights) {
        int occupied = 0;
        double denominator = 0;
        double[] intercept = new double[dimensions];
        for (int batch = 0; batch < order.batches(); batch++) {
            double weight = weights[batch * clusters + cluster];
            occupied += weight > 0 ? 1 : 0;
            double g = 1 / (weight + lambda);
            denominator += weight * g;
            int row = (batch * clusters + cluster) * dimensions;
            Kernels.addOne(g, effects, row, dimensions, intercept, 0);
        }
        for (int batch = 0; batch < order.batches(); batch++) {
            double weight = weights[batch * clusters + cluster];
            int row = (batch * clusters + cluster) * dimensions;
            for (int j = 0; j < dimensions; j++) {
                // the intercept takes all of a single batch: exactly no effect, not nearly none
                effects[row + j] =
                        occupied < 2
                                ? 0
                                : (effects[row + j] - weight * (intercept[j] / denominator))
                                        / (weight + lambda);
            }
        }
    }

    /**
     * {@code z - sum_c R_c W_c[b]} of all cells.
     *
     * @param out cells x dimensions
     */
    void apply(float[] assignments, double[] out) {
        Chunks.forEach(
                order.cells().length,
                CHUNK,
                (chunk, from, to) -> {
                    for (int at = from; at < to; at++) {
                        int cell = order.cells()[at];
                        System.arraycopy(
                                cells, cell * dimensions, out, cell * dimensions, dimensions);
                        subtract(
                                effects,
                                order.codes()[cell],
                                assignments,
                                cell * clusters,
                                clusters,
                                dimensions,
                                out,
                                cell * dimensions);
                    }
                });
    }

    /** Takes the effects of one batch off one cell. */
    static void subtract(
            double[] effects,
            int batch,
            float[] assignments,
            int row,
            int clusters,
            int dimensions,
            double[] out,
            int outFrom) {
        int first = batch * clusters * dimensions;
        int c = 0;
        for (; c + 3 < clusters; c += 4) {
            int w = first + c * dimensions;
            Kernels.addFour(
                    -assignments[row + c],
                    -assignments[row + c + 1],
                    -assignments[row + c + 2],
                    -assignments[row + c + 3],
                    effects,
                    w,
                    w + dimensions,
                    w + 2 * dimensions,
                    w + 3 * dimensions,
                    dimensions,
                    out,
                    outFrom);
        }
        for (; c < clusters; c++) {
            Kernels.addOne(
                    -assignments[row + c],
                    effects,
                    first + c * dimensions,
                    dimensions,
                    out,
                    outFrom);
        }
    }
}

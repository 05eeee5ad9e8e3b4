package io.cuvette.batchcorrection.harmony;

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

    /** batches x clusters x dimensions: first the sums s_b, then, in their place, the effects W. */
    private final double[] effects;

    /**
     * @param cells cells x dimensions, uncorrected
     */
    RidgeCorrection(double[] cells, int dimensions, int clusters, BatchOrder order, double lambda) {
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
        double[][] sums = new double[end - first][dimensions];
        double[][] rows = new double[4][dimensions];
        int[] sorted = order.cells();
        int at = order.starts()[batch];
        int stop = order.starts()[batch + 1];
        for (; at < stop; at += 4) {
            int present = Math.min(4, stop - at);
            for (int k = 0; k < present; k++) {
                System.arraycopy(cells, sorted[at + k] * dimensions, rows[k], 0, dimensions);
            }
            for (int c = first; c < end; c++) {
                double r0 = assignments[sorted[at] * clusters + c];
                double r1 = present > 1 ? assignments[sorted[at + 1] * clusters + c] : 0;
                double r2 = present > 2 ? assignments[sorted[at + 2] * clusters + c] : 0;
                double r3 = present > 3 ? assignments[sorted[at + 3] * clusters + c] : 0;
                weights[batch * clusters + c] += (r0 + r1) + (r2 + r3);
                Kernels.addFour(
                        r0, r1, r2, r3, rows[0], rows[1], rows[2], rows[3], sums[c - first]);
            }
        }
        for (int c = first; c < end; c++) {
            int row = (batch * clusters + c) * dimensions;
            System.arraycopy(sums[c - first], 0, effects, row, dimensions);
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
            for (int j = 0; j < dimensions; j++) {
                intercept[j] += g * effects[row + j];
            }
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
                    CellCorrection cell = new CellCorrection(effects, clusters, dimensions);
                    for (int at = from; at < to; at++) {
                        int i = order.cells()[at];
                        int row = i * clusters;
                        cell.correct(
                                order.codes()[i], cells, i * dimensions, assignments, row, out);
                    }
                });
    }
}

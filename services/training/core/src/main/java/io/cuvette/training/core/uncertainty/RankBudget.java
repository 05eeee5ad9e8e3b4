package io.cuvette.training.core.uncertainty;

/**
 * Largest sum of m scores whose ranks sum to a budget at most, by dynamic programming (Lee et al.,
 * for the mean).
 *
 * <p>Tables are joined by doubling, {@code best_2k(b) = max_a best_k(a) + best_k(b - a)}, so the
 * number of tables grows with the logarithm of m.
 */
final class RankBudget {

    private RankBudget() {}

    /**
     * @param sorted score of each rank 1, 2, ..., ascending
     * @param parts how many scores, ranks may repeat
     * @param budget largest sum of ranks, {@code parts} or more
     */
    static double largestSum(double[] sorted, int parts, int budget) {
        if (parts == 1) {
            return sorted[Math.min(budget, sorted.length) - 1];
        }
        double[] half = table(sorted, parts / 2, budget);
        double[] rest = parts % 2 == 0 ? half : join(half, single(sorted, budget), budget);
        return joined(half, rest, budget);
    }

    /** Largest sum for each budget {@code 0 .. budget}, cut where it no longer grows. */
    private static double[] table(double[] sorted, int parts, int budget) {
        if (parts == 1) {
            return single(sorted, budget);
        }
        double[] half = table(sorted, parts / 2, budget);
        double[] even = join(half, half, budget);
        return parts % 2 == 0 ? even : join(even, single(sorted, budget), budget);
    }

    private static double[] single(double[] sorted, int budget) {
        double[] table = new double[Math.min(budget, sorted.length) + 1];
        table[0] = Double.NEGATIVE_INFINITY;
        System.arraycopy(sorted, 0, table, 1, table.length - 1);
        return table;
    }

    private static double[] join(double[] a, double[] b, int budget) {
        double[] table = new double[Math.min(budget, a.length + b.length - 2) + 1];
        for (int total = 0; total < table.length; total++) {
            table[total] = joined(a, b, total);
        }
        return table;
    }

    /** A table is constant beyond its end. */
    private static double joined(double[] a, double[] b, int budget) {
        double best = Double.NEGATIVE_INFINITY;
        for (int i = Math.max(0, budget - b.length + 1); i < a.length && i <= budget; i++) {
            best = Math.max(best, a[i] + b[budget - i]);
        }
        // whatever a leaves over is worth nothing to b beyond its end
        int rest = Math.min(a.length - 1, budget - b.length);
        if (rest >= 0) {
            best = Math.max(best, a[rest] + b[b.length - 1]);
        }
        return best;
    }
}

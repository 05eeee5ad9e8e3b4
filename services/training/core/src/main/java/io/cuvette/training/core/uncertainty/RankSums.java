package io.cuvette.training.core.uncertainty;

/**
 * Distribution of the sum of the ranks {@code 1 <= R_1 <= ... <= R_m <= n + 1} that m test scores
 * have among n calibration scores, when all orders are equally probable: every multiset of m ranks
 * has the same probability.
 *
 * <p>The number of multisets of {@code 0 .. N} with sum s is the coefficient of {@code q^s} in the
 * Gaussian binomial {@code [N+m choose m] = prod_k (1 - q^(N+k)) / (1 - q^k)}.
 */
final class RankSums {

    private RankSums() {}

    /** Probability of each sum {@code 0 .. N m} of a random multiset of m values of 0 .. N. */
    static double[] probabilities(int largest, int parts) {
        double[] last = {1};
        for (int k = 1; k <= parts; k++) {
            int degree = largest * k;
            double[] next = new double[degree + 1];
            // only the lower half: the polynomial is symmetric, and the differences stay accurate
            for (int s = 0; s <= degree / 2; s++) {
                double value = s < last.length ? last[s] : 0;
                int back = s - largest - k;
                value -= back >= 0 ? last[back] : 0;
                next[s] = value + (s >= k ? next[s - k] : 0);
            }
            double total = (double) (largest + k) / k;
            for (int s = 0; s <= degree / 2; s++) {
                next[s] = Math.max(0, next[s] / total);
                next[degree - s] = next[s];
            }
            last = next;
        }
        return last;
    }

    /**
     * Smallest b for which the ranks' sum is at most b, and no rank is above {@code ranks}, with
     * probability {@code 1 - alpha} or more; -1 if there is none.
     *
     * @param n calibration scores
     * @param m test scores
     * @param ranks largest rank that is allowed, n or n + 1
     */
    static int budget(int n, int m, int ranks, double alpha) {
        // share of multisets that keep below: C(n-1+m, m) / C(n+m, m)
        double below = ranks == n ? (double) n / (n + m) : 1;
        if (below < 1 - alpha) {
            return -1;
        }
        double[] probabilities = probabilities(ranks - 1, m);
        double sum = 0;
        int excess = 0;
        while (excess < probabilities.length - 1) {
            sum += probabilities[excess] * below;
            // rounding of sums of thousands of terms
            if (sum >= 1 - alpha - 1e-12) {
                break;
            }
            excess++;
        }
        return excess + m;
    }

    /**
     * Smallest r for which the k-th smallest of m test scores has rank r or less with probability
     * {@code share} or more (negative hypergeometric).
     */
    static int quantile(int n, int m, int k, double share) {
        double sum = 0;
        for (int r = 1; r <= n + 1; r++) {
            sum += Math.exp(logProbability(n, m, k, r));
            if (sum >= share - 1e-12) {
                return r;
            }
        }
        return n + 1;
    }

    private static double logProbability(int n, int m, int k, int r) {
        return logChoose(k + r - 2, k - 1)
                + logChoose(n + m - k - r + 1, m - k)
                - logChoose(n + m, m);
    }

    private static double logChoose(int from, int chosen) {
        double sum = 0;
        for (int i = 1; i <= chosen; i++) {
            sum += Math.log((double) (from - chosen + i) / i);
        }
        return sum;
    }
}

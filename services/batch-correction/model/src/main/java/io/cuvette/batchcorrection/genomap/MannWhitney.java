package io.cuvette.batchcorrection.genomap;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;

/**
 * Two-sided Mann-Whitney U test for many pairs of samples of the same two sizes: the exact
 * distribution of U (Mann and Whitney, Ann Math Stat 18, 50-60, 1947) when one sample has at most 8
 * values and there are no ties, as SciPy chooses; otherwise the normal approximation with tie and
 * continuity correction.
 */
final class MannWhitney {
    private static final int LARGEST_EXACT = 8;

    private final int first;
    private final int second;

    /** P(U <= u) for samples without ties; empty where the normal approximation is used. */
    private final double[] cumulative;

    /**
     * @param first size of the first sample, at least 1
     * @param second size of the second, at least 1
     */
    MannWhitney(int first, int second) {
        this.first = first;
        this.second = second;
        boolean exact = Math.min(first, second) <= LARGEST_EXACT;
        this.cumulative = exact ? cumulative(first, second) : new double[0];
    }

    /**
     * Coefficients of the Gaussian binomial [first + second, first], the number of arrangements for
     * each U: prod_i (1 - q^(second + i)) / (1 - q^i), i = 1 .. first.
     */
    private static double[] cumulative(int first, int second) {
        int small = Math.min(first, second);
        int large = Math.max(first, second);
        int most = small * large;
        double[] ways = new double[most + 1];
        ways[0] = 1;
        for (int i = 1; i <= small; i++) {
            for (int u = most; u >= large + i; u--) {
                ways[u] -= ways[u - large - i];
            }
            for (int u = i; u <= most; u++) {
                ways[u] += ways[u - i];
            }
        }
        double all = Arrays.stream(ways).sum();
        double sum = 0;
        double[] cumulative = new double[most + 1];
        for (int u = 0; u <= most; u++) {
            sum += ways[u];
            cumulative[u] = sum / all;
        }
        return cumulative;
    }

    /** p of the hypothesis that both samples come from one distribution; 1 when all are equal. */
    double pValue(double[] x, double[] y) {
        int n = first + second;
        double[] pooled = new double[n];
        System.arraycopy(x, 0, pooled, 0, first);
        System.arraycopy(y, 0, pooled, first, second);
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer k) -> pooled[k]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double rankSum = 0;
        double ties = 0;
        for (int start = 0; start < n; ) {
            int end = start + 1;
            while (end < n && pooled[order[end]] == pooled[order[start]]) {
                end++;
            }
            double size = end - start;
            ties += size * size * size - size;
            for (int k = start; k < end; k++) {
                rankSum += order[k] < first ? (start + 1 + end) / 2.0 : 0;
            }
            start = end;
        }
        double u = rankSum - first * (first + 1) / 2.0;
        double larger = Math.max(u, (double) first * second - u);
        return ties == 0 && cumulative.length > 0 ? exact(larger) : normal(larger, ties);
    }

    private double exact(double larger) {
        // P(U >= larger) = P(U <= first second - larger): the distribution is symmetric
        int smaller = (int) Math.round((double) first * second - larger);
        return Math.min(1, 2 * cumulative[smaller]);
    }

    private double normal(double larger, double ties) {
        double n = first + second;
        double mean = first * (double) second / 2;
        double variance = first * (double) second / 12 * (n + 1 - ties / (n * (n - 1)));
        if (variance <= 0) {
            return 1;
        }
        double z = (larger - mean - 0.5) / Math.sqrt(variance);
        return Math.min(1, Erf.erfc(z / Math.sqrt(2)));
    }
}

package io.cuvette.bench.training;

import java.util.Arrays;
import java.util.Comparator;

/** Metrics that are computed outside of the engine. */
final class Metrics {

    private Metrics() {}

    /**
     * Mean precision over the positives, in the order of falling scores; rows of equal score count
     * together (as scikit-learn's average_precision_score). NaN when a score is no number.
     */
    static double averagePrecision(float[] scores, boolean[] positive) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
        int found = 0;
        double sum = 0;
        for (int i = 0; i < order.length; ) {
            float score = scores[order[i]];
            if (Float.isNaN(score)) {
                return Double.NaN;
            }
            int ofScore = 0;
            do {
                ofScore += positive[order[i++]] ? 1 : 0;
            } while (i < order.length && scores[order[i]] == score);
            found += ofScore;
            sum += ofScore * (double) found / i;
        }
        if (found == 0) {
            throw new IllegalArgumentException("there is no positive row");
        }
        return sum / found;
    }

    /**
     * Share of rows whose partner is among the k most similar ones, mean of both directions. NaN
     * when a similarity is no number.
     *
     * @param similarities row by row, {@code size x size}; partners are on the diagonal
     */
    static double recallAt(int k, float[] similarities, int size) {
        int hits = 0;
        for (int i = 0; i < size; i++) {
            float own = similarities[i * size + i];
            int before = 0;
            int beside = 0;
            for (int j = 0; j < size; j++) {
                if (Float.isNaN(similarities[i * size + j])) {
                    return Double.NaN;
                }
                before += j != i && similarities[i * size + j] >= own ? 1 : 0;
                beside += j != i && similarities[j * size + i] >= own ? 1 : 0;
            }
            hits += (before < k ? 1 : 0) + (beside < k ? 1 : 0);
        }
        return hits / (2.0 * size);
    }
}

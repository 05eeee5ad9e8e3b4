package io.cuvette.training.core.sampling;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Folds in which every combination of two labels, such as batch and cell type, has its share.
 *
 * <p>Within each combination the rows are shuffled and dealt out in turn; dealing goes on where the
 * former combination stopped, so folds differ by at most one row, in total and in each combination.
 */
public final class StratifiedFolds {
    private static final long PURPOSE = Seeds.hash(0, "split");

    private final int[] foldOfRow;
    private final int folds;

    private StratifiedFolds(int[] foldOfRow, int folds) {
        this.foldOfRow = foldOfRow;
        this.folds = folds;
    }

    /** Row numbers of the three parts, each in rising order. */
    public record Split(int[] train, int[] validation, int[] test) {}

    /**
     * @param first label codes; a negative code is a label of its own
     * @param second label codes of the same length
     * @param folds 3 to 1000, and at most the number of rows
     */
    public static StratifiedFolds of(int[] first, int[] second, int folds, long seed) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "%d and %d labels".formatted(first.length, second.length));
        }
        if (folds < 3 || folds > 1000 || folds > first.length) {
            throw new IllegalArgumentException(
                    "folds is %d for %d rows; allowed are 3 to 1000 and to the number of rows"
                            .formatted(folds, first.length));
        }
        Map<Long, List<Integer>> strata = new TreeMap<>();
        for (int row = 0; row < first.length; row++) {
            long pair = ((long) first[row] << 32) | (second[row] & 0xffffffffL);
            strata.computeIfAbsent(pair, key -> new ArrayList<>()).add(row);
        }
        int[] foldOfRow = new int[first.length];
        int next = 0;
        for (Map.Entry<Long, List<Integer>> stratum : strata.entrySet()) {
            List<Integer> rows = stratum.getValue();
            long shuffle = Seeds.hash(seed, PURPOSE, stratum.getKey());
            for (int i : new RandomStream(shuffle).permutation(rows.size())) {
                foldOfRow[rows.get(i)] = next;
                next = (next + 1) % folds;
            }
        }
        return new StratifiedFolds(foldOfRow, folds);
    }

    /**
     * Fold k for testing, the one after it for validation, the others for training: with 5 folds
     * 60, 20 and 20 percent.
     *
     * @param k 0 to below the number of folds
     */
    public Split split(int k) {
        if (k < 0 || k >= folds) {
            throw new IndexOutOfBoundsException("fold %d of %d".formatted(k, folds));
        }
        int validation = (k + 1) % folds;
        return new Split(
                rows(f -> f != k && f != validation),
                rows(f -> f == validation),
                rows(f -> f == k));
    }

    /** Row numbers of one fold, in rising order. */
    public int[] fold(int k) {
        return rows(f -> f == k);
    }

    private int[] rows(IntPredicate wanted) {
        return IntStream.range(0, foldOfRow.length)
                .filter(row -> wanted.test(foldOfRow[row]))
                .toArray();
    }
}

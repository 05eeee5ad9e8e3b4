package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Accuracy of naming a target from the batch alone (spec 3.3), on cells that the table from batch
 * to target was not learned from: the batch's majority in training, the overall majority for a
 * batch without training cells. A representation that stores the batch reaches it knowing nothing
 * else.
 */
public final class LookupCeiling {

    private LookupCeiling() {}

    /**
     * Learned from some cells and scored on others; cells without target or batch take no part.
     *
     * @return empty when no cell of either part has both
     */
    public static OptionalDouble heldOut(
            Grouping batches, Grouping target, int[] train, int[] test) {
        int[] learned = usable(batches, target, Arrays.stream(train));
        int[] scored = usable(batches, target, Arrays.stream(test));
        if (learned.length == 0 || scored.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(hits(batches, target, learned, scored) / (double) scored.length);
    }

    /**
     * Each cell named by a table that was learned without its fold.
     *
     * @param folds at most, stratified by target; lowered to the cells of the largest class
     * @return empty when no two cells have the same target
     */
    public static OptionalDouble crossValidated(
            Grouping batches, Grouping target, int folds, long seed) {
        int[] cells = usable(batches, target, IntStream.range(0, target.size()));
        int[] classes = Arrays.stream(cells).map(cell -> target.codes()[cell]).toArray();
        int[] sizes = new int[target.names().size()];
        Arrays.stream(classes).forEach(c -> sizes[c]++);
        int used = Math.min(folds, Arrays.stream(sizes).max().orElse(0));
        if (used < 2) {
            return OptionalDouble.empty();
        }
        Folds parts = Folds.stratified(classes, used, seed);
        long hits = 0;
        for (int fold = 0; fold < parts.count(); fold++) {
            hits +=
                    hits(
                            batches,
                            target,
                            chosen(cells, parts.train(fold)),
                            chosen(cells, parts.test(fold)));
        }
        return OptionalDouble.of(hits / (double) cells.length);
    }

    private static int[] usable(Grouping batches, Grouping target, IntStream cells) {
        return cells.filter(c -> batches.codes()[c] >= 0 && target.codes()[c] >= 0).toArray();
    }

    private static int[] chosen(int[] cells, int[] positions) {
        return Arrays.stream(positions).map(position -> cells[position]).toArray();
    }

    private static long hits(Grouping batches, Grouping target, int[] learned, int[] scored) {
        int[] named =
                BatchLookup.fit(
                                batches.codes(),
                                target.codes(),
                                learned,
                                batches.names().size(),
                                target.names().size())
                        .classOfBatch();
        return Arrays.stream(scored)
                .filter(cell -> named[batches.codes()[cell]] == target.codes()[cell])
                .count();
    }
}

package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.statistics.Draw;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A partition of cells for cross-validation; every fold has a cell.
 *
 * @param foldOf fold of each cell, from 0
 */
public record Folds(int count, int[] foldOf) {

    /**
     * Folds that hold each class in equal shares, to within one cell; a class with fewer cells than
     * folds is absent from some.
     *
     * @throws UnsuitableTargetException when the largest class has fewer cells than there are folds
     */
    public static Folds stratified(int[] classes, int folds, long seed) {
        int[][] members = members(classes);
        int largest = Arrays.stream(members).mapToInt(m -> m.length).max().orElse(0);
        if (folds < 2 || largest < folds) {
            throw new UnsuitableTargetException(
                    "%d folds: at least 2 are needed, and at most as many as the largest class has"
                                    .formatted(folds)
                            + " cells, here %d".formatted(largest));
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] foldOf = new int[classes.length];
        int next = 0;
        for (int[] cells : members) {
            Draw.shuffle(cells, random);
            for (int cell : cells) {
                // going on where the last class ended keeps the folds' sizes equal
                foldOf[cell] = next++ % folds;
            }
        }
        return new Folds(folds, foldOf);
    }

    /**
     * Folds of whole batches, of about equal numbers of cells: the largest batch that is left goes
     * to the smallest fold.
     *
     * @param most folds; lowered to the number of batches that have cells
     * @throws UnsuitableTargetException when fewer than two batches have cells
     */
    public static Folds ofBatches(int[] batches, int most) {
        int[][] members = members(batches);
        int[] bySize =
                IntStream.range(0, members.length)
                        .filter(batch -> members[batch].length > 0)
                        .boxed()
                        .sorted(
                                Comparator.comparing((Integer batch) -> -members[batch].length)
                                        .thenComparing(batch -> batch))
                        .mapToInt(batch -> batch)
                        .toArray();
        int folds = Math.min(most, bySize.length);
        if (folds < 2) {
            throw new UnsuitableTargetException(
                    "leaving batches out needs two batches and two groups of them: there are "
                            + "%d batches, and %d groups were asked for"
                                    .formatted(bySize.length, most));
        }
        int[] sizes = new int[folds];
        int[] foldOf = new int[batches.length];
        for (int batch : bySize) {
            int smallest = 0;
            for (int fold = 1; fold < folds; fold++) {
                smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
            }
            sizes[smallest] += members[batch].length;
            for (int cell : members[batch]) {
                foldOf[cell] = smallest;
            }
        }
        return new Folds(folds, foldOf);
    }

    /** Cells held out in a fold, rising. */
    public int[] test(int fold) {
        return IntStream.range(0, foldOf.length).filter(cell -> foldOf[cell] == fold).toArray();
    }

    /** Cells of all other folds, rising. */
    public int[] train(int fold) {
        return IntStream.range(0, foldOf.length).filter(cell -> foldOf[cell] != fold).toArray();
    }

    private static int[][] members(int[] codes) {
        int groups = Arrays.stream(codes).max().orElse(-1) + 1;
        int[] sizes = new int[groups];
        for (int code : codes) {
            sizes[code]++;
        }
        int[][] members = new int[groups][];
        Arrays.setAll(members, group -> new int[sizes[group]]);
        int[] next = new int[groups];
        for (int cell = 0; cell < codes.length; cell++) {
            members[codes[cell]][next[codes[cell]]++] = cell;
        }
        return members;
    }
}

package io.cuvette.batchcorrection.preprocess;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Cells by their part in training: 60 % train, 20 % validation, 20 % test; indices increase.
 *
 * <p>Stratified: each pair (batch, label) is spread over the parts in these shares, to within one
 * cell.
 */
public record Split(int[] train, int[] validation, int[] test) {

    private static final int TRAIN = 0;
    private static final int VALIDATION = 1;
    private static final int TEST = 2;

    /** Any five cells in a row give 3, 1 and 1; so does the whole, to within one cell. */
    private static final int[] PATTERN = {TRAIN, VALIDATION, TRAIN, TEST, TRAIN};

    /**
     * @param batches code of each cell
     * @param labels code of each cell, or all -1 when there are no labels
     * @param seed same seed, same split
     */
    public static Split stratified(int[] batches, int[] labels, long seed) {
        if (batches.length != labels.length) {
            throw new IllegalArgumentException("batches and labels differ in length");
        }
        int cells = batches.length;
        TreeMap<Long, int[]> strata = new TreeMap<>();
        TreeMap<Long, Integer> sizes = new TreeMap<>();
        for (int cell = 0; cell < cells; cell++) {
            sizes.merge(stratum(batches[cell], labels[cell]), 1, Integer::sum);
        }
        sizes.forEach((key, size) -> strata.put(key, new int[size]));
        sizes.replaceAll((key, size) -> 0);
        for (int cell = 0; cell < cells; cell++) {
            long key = stratum(batches[cell], labels[cell]);
            strata.get(key)[sizes.merge(key, 1, Integer::sum) - 1] = cell;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] part = new int[cells];
        int[] counts = new int[3];
        int position = 0;
        for (int[] members : strata.values()) {
            shuffle(members, random);
            for (int cell : members) {
                part[cell] = PATTERN[position++ % PATTERN.length];
                counts[part[cell]]++;
            }
        }
        int[][] parts = {new int[counts[0]], new int[counts[1]], new int[counts[2]]};
        int[] next = new int[3];
        for (int cell = 0; cell < cells; cell++) {
            parts[part[cell]][next[part[cell]]++] = cell;
        }
        return new Split(parts[TRAIN], parts[VALIDATION], parts[TEST]);
    }

    /** Cells that are trained on, out of so many. */
    public static long trained(long cells) {
        long rest = cells % PATTERN.length;
        long ofRest = Arrays.stream(PATTERN).limit(rest).filter(part -> part == TRAIN).count();
        long ofPattern = Arrays.stream(PATTERN).filter(part -> part == TRAIN).count();
        return cells / PATTERN.length * ofPattern + ofRest;
    }

    /** Cells that nothing is trained on: validation and test. */
    public int[] heldOut() {
        return IntStream.concat(Arrays.stream(validation), Arrays.stream(test)).sorted().toArray();
    }

    /** Number of cells in all parts. */
    public int size() {
        return train.length + validation.length + test.length;
    }

    private static long stratum(int batch, int label) {
        return ((long) batch << 32) + label;
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Split split
                && Arrays.equals(train, split.train)
                && Arrays.equals(validation, split.validation)
                && Arrays.equals(test, split.test);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(train) * 31 * 31
                + Arrays.hashCode(validation) * 31
                + Arrays.hashCode(test);
    }
}

package io.cuvette.batchcorrection.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Seeded random choices of positions. */
public final class Draw {
    private Draw() {}

    /**
     * Draws without replacement, every subset alike.
     *
     * @return {@code size} of the positions below {@code population}, rising; all of them when
     *     there are no more
     */
    public static int[] withoutReplacement(int population, int size, long seed) {
        if (population < 0 || size < 0) {
            throw new IllegalArgumentException("%d of %d".formatted(size, population));
        }
        int[] all = IntStream.range(0, population).toArray();
        if (population <= size) {
            return all;
        }
        shuffleFirst(all, size, new SplittableRandom(seed));
        int[] drawn = Arrays.copyOf(all, size);
        Arrays.sort(drawn);
        return drawn;
    }

    /** Brings values into random order (Fisher and Yates). */
    public static void shuffle(int[] values, SplittableRandom random) {
        shuffleFirst(values, values.length, random);
    }

    private static void shuffleFirst(int[] values, int first, SplittableRandom random) {
        for (int i = 0; i < first; i++) {
            int j = i + random.nextInt(values.length - i);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}

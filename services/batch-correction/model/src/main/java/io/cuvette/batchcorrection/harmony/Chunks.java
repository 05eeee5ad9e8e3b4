package io.cuvette.batchcorrection.harmony;

import java.util.stream.IntStream;

/**
 * Work on ranges of fixed length, on all processors: what a range gives, and the order in which
 * partial sums are added, never depends on their number.
 */
final class Chunks {

    /** Work on positions {@code from} to {@code to}, exclusive. */
    @FunctionalInterface
    interface Range {
        void run(int chunk, int from, int to);
    }

    private Chunks() {}

    static int count(int items, int length) {
        return (int) (((long) items + length - 1) / length);
    }

    static void forEach(int items, int length, Range work) {
        int chunks = count(items, length);
        if (chunks == 1) {
            work.run(0, 0, items);
            return;
        }
        IntStream.range(0, chunks)
                .parallel()
                .forEach(
                        chunk -> {
                            int from = chunk * length;
                            work.run(chunk, from, Math.min(items, from + length));
                        });
    }
}

package io.cuvette.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Times of repeated work. */
final class Medians {

    private Medians() {}

    /** The middle value; the mean of the two in the middle of an even number. */
    static double of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Median seconds of the work, after one run that does not count. */
    static double seconds(int repetitions, Callable<?> work) throws Exception {
        work.call();
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long begin = System.nanoTime();
            work.call();
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        return of(seconds);
    }
}

package io.cuvette.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Times of repeated work. */
final class Medians {

    private Medians() {}

    static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
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

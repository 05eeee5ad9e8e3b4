package io.cuvette.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

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

    /**
     * How long work took.
     *
     * @param wall median seconds of the clock
     * @param processor median seconds of a processor that the calling thread had: what the clock
     *     would say on a machine without neighbours
     */
    record Seconds(double wall, double processor) {}

    /**
     * Median over rounds of the peer's processor seconds over our own: above 1 when ours needs
     * fewer.
     */
    static double ratio(List<Seconds> own, List<Seconds> peers) {
        return of(
                IntStream.range(0, own.size())
                        .mapToDouble(i -> peers.get(i).processor() / own.get(i).processor())
                        .toArray());
    }

    /** Times the work, after one run that does not count. */
    static Seconds seconds(int repetitions, Callable<?> work) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        work.call();
        double[] wall = new double[repetitions];
        double[] processor = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long begin = System.nanoTime();
            long beginProcessor = threads.getCurrentThreadCpuTime();
            work.call();
            processor[i] = (threads.getCurrentThreadCpuTime() - beginProcessor) / 1e9;
            wall[i] = (System.nanoTime() - begin) / 1e9;
        }
        return new Seconds(of(wall), of(processor));
    }
}

package io.cuvette.bench;

import com.sun.management.OperatingSystemMXBean;
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
     * @param wall seconds of the clock
     * @param processor seconds of a processor: what the clock would say on a machine without
     *     neighbours, of one thread
     */
    record Seconds(double wall, double processor) {}

    /** Times the work once, with the processor seconds of all threads of this process. */
    static Seconds ofProcess(Callable<?> work) throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begin = System.nanoTime();
        long beginProcessor = system.getProcessCpuTime();
        work.call();
        return new Seconds(
                (System.nanoTime() - begin) / 1e9,
                (system.getProcessCpuTime() - beginProcessor) / 1e9);
    }

    /** Median seconds of the clock. */
    static double wall(List<Seconds> rounds) {
        return of(rounds.stream().mapToDouble(Seconds::wall).toArray());
    }

    /** Median seconds of a processor. */
    static double processor(List<Seconds> rounds) {
        return of(rounds.stream().mapToDouble(Seconds::processor).toArray());
    }

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

    /** Medians of the calling thread's times, after one run that does not count. */
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

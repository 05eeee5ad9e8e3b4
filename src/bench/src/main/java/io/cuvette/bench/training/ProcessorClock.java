package io.cuvette.bench.training;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Processor seconds of the thread that trains, which the engine works in, too: without neighbours,
 * compiler and collector. It can be stopped while something is done that does not count.
 */
final class ProcessorClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long counted;
    private long since = -1;

    void run() {
        since = THREADS.getCurrentThreadCpuTime();
    }

    void stop() {
        counted += THREADS.getCurrentThreadCpuTime() - since;
        since = -1;
    }

    boolean runs() {
        return since >= 0;
    }

    double seconds() {
        return counted / 1e9;
    }
}

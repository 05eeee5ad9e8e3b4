package io.cuvette.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * A JVM of its own that trains {@code fe} on a file for some steps and prints what it needed, as
 * {@link Memory} reads it.
 */
final class MemoryProbe implements ProgramRun.Observer {

    private final long steps;
    private final AtomicLong peakHeapAfterCollection = new AtomicLong();
    private long preparationHeap;
    private long preparationPeak;
    private long trainingHeap;
    private long trainingPeak;

    private MemoryProbe(long steps) {
        this.steps = steps;
    }

    /** Arguments: file, genes, steps. */
    public static void main(String[] arguments) throws IOException {
        MemoryProbe probe = new MemoryProbe(Long.parseLong(arguments[2]));
        probe.watchCollections();
        ProgramRun.fixedEffects(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 128, probe)
                .run();
        System.out.println(
                new Memory(
                                probe.preparationHeap,
                                probe.preparationPeak,
                                probe.trainingHeap,
                                probe.trainingPeak)
                        .toLine());
    }

    @Override
    public boolean goesOn(long done) {
        if (done == 1) {
            preparationPeak = status("VmHWM");
            System.gc();
            // notifications come late, and a small run has no collection before this one
            preparationHeap = Math.max(peakHeapAfterCollection.get(), heapUsed());
            forgetPeak();
        }
        if (done < steps) {
            return true;
        }
        trainingPeak = status("VmHWM");
        System.gc();
        trainingHeap = heapUsed();
        return false;
    }

    private static long heapUsed() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What survives a collection is what a run needs; the rest is the collector's own choice. */
    private void watchCollections() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                CompositeData data = (CompositeData) notification.getUserData();
                                long used =
                                        GarbageCollectionNotificationInfo.from(data)
                                                .getGcInfo()
                                                .getMemoryUsageAfterGc()
                                                .values()
                                                .stream()
                                                .mapToLong(MemoryUsage::getUsed)
                                                .sum();
                                peakHeapAfterCollection.accumulateAndGet(used, Math::max);
                            },
                            notification ->
                                    notification
                                            .getType()
                                            .equals(
                                                    GarbageCollectionNotificationInfo
                                                            .GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
    }

    /** Linux starts the peak of the resident set anew at its present size. */
    private static void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of a line of /proc/self/status. */
    private static long status(String name) {
        try {
            Matcher line =
                    Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$")
                            .matcher(Files.readString(Path.of("/proc/self/status")));
            if (!line.find()) {
                throw new IllegalStateException("the kernel does not tell " + name);
            }
            return Long.parseLong(line.group(1)) << 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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

/** Heap and resident set of this process, bytes; Linux only. */
final class ProcessMemory {

    private final AtomicLong peakHeap = new AtomicLong();

    private ProcessMemory() {}

    /**
     * Begins to watch: what survives a collection is what a run needs; the rest is the collector's
     * own choice.
     */
    static ProcessMemory watch() {
        ProcessMemory memory = new ProcessMemory();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) ->
                                    memory.collected((CompositeData) notification.getUserData()),
                            notification ->
                                    notification
                                            .getType()
                                            .equals(
                                                    GarbageCollectionNotificationInfo
                                                            .GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
        return memory;
    }

    private void collected(CompositeData data) {
        long used =
                GarbageCollectionNotificationInfo.from(data)
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .values()
                        .stream()
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
        peakHeap.accumulateAndGet(used, Math::max);
    }

    /**
     * Most that survived a collection, the one made now included: notifications come late, and a
     * small run has no collection before this one.
     */
    long peakHeap() {
        return Math.max(peakHeap.get(), heapAfterCollection());
    }

    /** What survives a collection made now. */
    static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Peak of the resident set, since the start or {@link #forgetPeak}. */
    static long peakResident() {
        return status("VmHWM");
    }

    /** Linux starts the peak of the resident set anew at its present size. */
    static void forgetPeak() {
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

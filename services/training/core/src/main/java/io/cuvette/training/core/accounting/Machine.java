package io.cuvette.training.core.accounting;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Where a meter reads.
 *
 * @param powercap folder of the RAPL counters
 * @param processStatus {@code /proc/self/status}
 * @param nvml the graphics processors' library, if there is one
 * @param cpuSeconds of this process, all threads, user and system
 * @param clockSeconds monotonic
 */
record Machine(
        Path powercap,
        Path processStatus,
        Supplier<Optional<Nvml>> nvml,
        DoubleSupplier cpuSeconds,
        DoubleSupplier clockSeconds) {

    /** This one. */
    static Machine local() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Path.of("/sys/class/powercap"),
                Path.of("/proc/self/status"),
                () -> NvmlLibrary.open(NvmlLibrary.NAME),
                () -> system.getProcessCpuTime() * 1e-9,
                () -> System.nanoTime() * 1e-9);
    }

    /** The counters that can be read, from now on. */
    List<EnergyCounter> counters() {
        List<EnergyCounter> counters = new ArrayList<>();
        RaplCounter.open(powercap).ifPresent(counters::add);
        nvml.get().flatMap(n -> NvmlCounter.open(n, clockSeconds)).ifPresent(counters::add);
        return counters;
    }

    /** Largest resident memory of the process so far ({@code VmHWM}); 0 if it cannot be read. */
    long peakMemoryBytes() {
        try {
            for (String line : Files.readAllLines(processStatus)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}

package io.cuvette.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where and when the figures were measured: without it they mean nothing.
 *
 * @param load runnable threads of the last minute, before the bench added its own
 */
record Machine(
        String processor,
        int cores,
        long memoryBytes,
        long freeBytes,
        String jvm,
        String system,
        double load,
        Instant time) {

    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");
    private static final Pattern FREE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    static Machine here() {
        var os =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                find("/proc/cpuinfo", MODEL).orElse(os.getArch()),
                os.getAvailableProcessors(),
                os.getTotalMemorySize(),
                find("/proc/meminfo", FREE)
                        .map(kilobytes -> Long.parseLong(kilobytes) << 10)
                        .orElse(os.getFreeMemorySize()),
                "%s %s"
                        .formatted(
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.vm.version")),
                "%s %s".formatted(os.getName(), os.getVersion()),
                os.getSystemLoadAverage(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    List<String> lines() {
        return List.of(
                "machine: %s, %d cores, %.1f GiB of memory (%.1f GiB available), %s"
                        .formatted(
                                processor,
                                cores,
                                gibibytes(memoryBytes),
                                gibibytes(freeBytes),
                                system),
                "JVM: " + jvm,
                String.format(
                        Locale.ROOT,
                        "load before the start: %.2f, at %s",
                        Math.max(0, load),
                        time));
    }

    private static double gibibytes(long bytes) {
        return bytes / (double) (1L << 30);
    }

    private static Optional<String> find(String file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

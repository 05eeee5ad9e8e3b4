package io.cuvette.training.core.accounting;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Running average power limit counters as the Linux kernel shows them
 * (Documentation/power/powercap): {@code <zone>/energy_uj}, microjoules that wrap around at {@code
 * <zone>/max_energy_range_uj}.
 *
 * <p>Counted are the processors' packages and, where they are zones of their own, the memory
 * ({@code dram}), which is no part of a package; cores and graphics are. A {@code psys} zone holds
 * the packages and is counted only if there are none. The counters are of the whole machine. They
 * wrap after some ten minutes at full power at the earliest, and have to be read within that time.
 */
final class RaplCounter implements EnergyCounter {
    private static final double JOULES = 1e-6;

    private static final class Zone {
        private final Path energy;
        private final double range;
        private double last;

        Zone(Path energy, double range, double last) {
            this.energy = energy;
            this.range = range;
            this.last = last;
        }
    }

    private final List<Zone> zones;

    private RaplCounter(List<Zone> zones) {
        this.zones = zones;
    }

    /**
     * The counters under a folder, {@code /sys/class/powercap} on a machine; empty if there are
     * none that this process may read (the kernel lets only root).
     */
    static Optional<RaplCounter> open(Path folder) {
        List<Path> packages = new ArrayList<>();
        List<Path> platforms = new ArrayList<>();
        List<Path> memories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "intel-rapl:*")) {
            for (Path zone : entries) {
                String name = Files.readString(zone.resolve("name")).strip();
                if (name.startsWith("package")) {
                    packages.add(zone);
                } else if (name.equals("psys")) {
                    platforms.add(zone);
                } else if (name.equals("dram")) {
                    memories.add(zone);
                }
            }
            packages.addAll(packages.isEmpty() ? platforms : memories);
            List<Zone> zones = new ArrayList<>();
            for (Path zone : packages) {
                Path energy = zone.resolve("energy_uj");
                zones.add(
                        new Zone(
                                energy,
                                number(zone.resolve("max_energy_range_uj")),
                                number(energy)));
            }
            return zones.isEmpty() ? Optional.empty() : Optional.of(new RaplCounter(zones));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double number(Path file) throws IOException {
        return Double.parseDouble(Files.readString(file).strip());
    }

    @Override
    public EnergySource source() {
        return EnergySource.RAPL;
    }

    @Override
    public double joulesSinceLast() {
        return zones.stream().mapToDouble(RaplCounter::sinceLast).sum() * JOULES;
    }

    private static double sinceLast(Zone zone) {
        try {
            double now = number(zone.energy);
            double since = now >= zone.last ? now - zone.last : now - zone.last + zone.range;
            zone.last = now;
            return since;
        } catch (IOException | NumberFormatException e) {
            // a job does not fail for its meter; the next reading counts this time too
            return 0;
        }
    }
}

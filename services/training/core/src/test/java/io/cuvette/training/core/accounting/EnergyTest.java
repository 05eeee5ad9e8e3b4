package io.cuvette.training.core.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyTest {
    private static final Energy.Settings PLAIN = new Energy.Settings(10, 1, 360);

    @TempDir private Path folder;

    private double cpuSeconds = 100;
    private double clockSeconds = 1000;

    private Machine machine(Nvml nvml) {
        return new Machine(
                folder,
                folder.resolve("status"),
                () -> Optional.ofNullable(nvml),
                () -> cpuSeconds,
                () -> clockSeconds);
    }

    private void zone(String zone, String name, long energy, long range) throws IOException {
        Path path = Files.createDirectories(folder.resolve(zone));
        Files.writeString(path.resolve("name"), name + "\n");
        Files.writeString(path.resolve("energy_uj"), energy + "\n");
        Files.writeString(path.resolve("max_energy_range_uj"), range + "\n");
    }

    /** One device with a counter in joules, or only with a power in watts. */
    private static final class FakeNvml implements Nvml {
        private OptionalDouble joules = OptionalDouble.empty();
        private OptionalDouble watts = OptionalDouble.empty();

        @Override
        public int devices() {
            return 1;
        }

        @Override
        public OptionalDouble totalJoules(int device) {
            return joules;
        }

        @Override
        public OptionalDouble watts(int device) {
            return watts;
        }
    }

    @ClaimOf(area = Area.ACCOUNTING, value = "energy")
    @Test
    void joulesAreThoseOfTheCountersAlsoWhereTheyWrap() throws IOException {
        long range = 262_143_328_850L;
        zone("intel-rapl:0", "package-0", range - 1_000_000, range);
        zone("intel-rapl:1", "package-1", 5, range);
        Energy energy = new Energy(PLAIN, machine(null));
        double joules = 0;
        double difference = 0;
        long first = range - 1_000_000;
        long second = 5;
        int wraps = 0;
        for (int step = 1; step <= 10; step++) {
            long moreFirst = 70_000_000_000L + step;
            long moreSecond = 1_000_000L * step;
            wraps += first + moreFirst >= range ? 1 : 0;
            first = (first + moreFirst) % range;
            second += moreSecond;
            zone("intel-rapl:0", "package-0", first, range);
            zone("intel-rapl:1", "package-1", second, range);
            joules += (moreFirst + moreSecond) * 1e-6;
            difference = Math.max(difference, Math.abs(energy.read().joules() / joules - 1));
        }
        JobAccount account = energy.read();
        assertThat(wraps).isEqualTo(3);
        assertThat(difference).isLessThan(1e-9);
        assertThat(account.sources()).containsExactly(EnergySource.RAPL);
        assertThat(account.estimated()).isFalse();
        assertThat(account.gramsCo2()).isCloseTo(joules / 1e4, within(1e-6));
        MeasuredClaim.of(Area.ACCOUNTING, "energy")
                .figure("joules", account.joules())
                .figure("wraps", wraps)
                .within(1e-6)
                .shows(
                        "{joules} J of two made-up counters that wrapped {wraps} times, to 1e-9;"
                                + " without counters the joules are processor seconds times watts and"
                                + " say that they are estimated");
    }

    @Test
    void packagesAndMemoryCountButNotTheirParts() throws IOException {
        zone("intel-rapl:0", "package-0", 0, 1_000_000_000);
        zone("intel-rapl:0:0", "core", 0, 1_000_000_000);
        zone("intel-rapl:0:1", "dram", 0, 1_000_000_000);
        zone("intel-rapl:1", "psys", 0, 1_000_000_000);
        Energy energy = new Energy(PLAIN, machine(null));
        zone("intel-rapl:0", "package-0", 7_000_000, 1_000_000_000);
        zone("intel-rapl:0:0", "core", 500_000_000, 1_000_000_000);
        zone("intel-rapl:0:1", "dram", 2_000_000, 1_000_000_000);
        zone("intel-rapl:1", "psys", 600_000_000, 1_000_000_000);
        assertThat(energy.read().joules()).isCloseTo(9, within(1e-9));
    }

    @Test
    void aCounterThatCannotBeReadForAWhileIsCaughtUpWith() throws IOException {
        zone("intel-rapl:0", "package-0", 1_000_000, 1_000_000_000);
        Energy energy = new Energy(PLAIN, machine(null));
        Files.delete(folder.resolve("intel-rapl:0/energy_uj"));
        assertThat(energy.read().joules()).isZero();
        zone("intel-rapl:0", "package-0", 4_000_000, 1_000_000_000);
        assertThat(energy.read().joules()).isCloseTo(3, within(1e-9));
    }

    @Test
    void withoutCountersProcessorSecondsAreEstimates() throws IOException {
        Files.createDirectories(folder.resolve("intel-rapl:0"));
        Energy energy = new Energy(new Energy.Settings(10, 1.5, 480), machine(null));
        cpuSeconds += 20;
        clockSeconds += 8;
        energy.processed(400);
        JobAccount account = energy.read();
        assertThat(account.sources()).containsExactly(EnergySource.ESTIMATED);
        assertThat(account.estimated()).isTrue();
        assertThat(account.joules()).isCloseTo(20 * 10 * 1.5, within(1e-9));
        assertThat(account.gramsCo2()).isCloseTo(300 / 3.6e6 * 480, within(1e-9));
        assertThat(account.cpuSeconds()).isCloseTo(20, within(1e-9));
        assertThat(account.wallSeconds()).isCloseTo(8, within(1e-9));
        assertThat(account.throughput()).isCloseTo(50, within(1e-9));
        assertThat(account.figures().get("estimated")).isEqualTo(1);
    }

    @Test
    void graphicsProcessorsAddTheirCounterToTheEstimateOfTheRest() {
        FakeNvml nvml = new FakeNvml();
        nvml.joules = OptionalDouble.of(5000);
        Energy energy = new Energy(PLAIN, machine(nvml));
        nvml.joules = OptionalDouble.of(5600);
        cpuSeconds += 2;
        JobAccount account = energy.read();
        assertThat(account.joules()).isCloseTo(620, within(1e-9));
        assertThat(account.sources()).containsExactly(EnergySource.NVML, EnergySource.ESTIMATED);
    }

    @Test
    void powerIsIntegratedWhereADeviceHasNoCounter() throws IOException {
        zone("intel-rapl:0", "package-0", 0, 1000);
        FakeNvml nvml = new FakeNvml();
        nvml.watts = OptionalDouble.of(100);
        Energy energy = new Energy(PLAIN, machine(nvml));
        clockSeconds += 10;
        nvml.watts = OptionalDouble.of(200);
        assertThat(energy.read().joules()).isCloseTo(1500, within(1e-9));
        clockSeconds += 5;
        nvml.watts = OptionalDouble.empty();
        JobAccount account = energy.read();
        assertThat(account.joules()).isCloseTo(2500, within(1e-9));
        assertThat(account.sources()).containsExactly(EnergySource.RAPL, EnergySource.NVML);
        assertThat(NvmlCounter.open(new FakeNvml(), () -> 0)).isEmpty();
    }

    @Test
    void readingsAddUpAndTheLargestMemoryCounts() throws IOException {
        Files.writeString(folder.resolve("status"), "Name:\tx\nVmHWM:\t    2048 kB\n");
        Energy energy = new Energy(PLAIN, machine(null));
        cpuSeconds += 3;
        clockSeconds += 2;
        energy.processed(10);
        assertThat(energy.read().joules()).isCloseTo(30, within(1e-9));

        Files.writeString(folder.resolve("status"), "VmHWM:\t    1024 kB\n");
        cpuSeconds += 4;
        clockSeconds += 6;
        energy.processed(30);
        JobAccount account = energy.read();
        assertThat(account.joules()).isCloseTo(70, within(1e-9));
        assertThat(account.cpuSeconds()).isCloseTo(7, within(1e-9));
        assertThat(account.wallSeconds()).isCloseTo(8, within(1e-9));
        assertThat(account.peakMemoryBytes()).isEqualTo(2048 * 1024);
        assertThat(account.samples()).isEqualTo(40);
        assertThat(account.throughput()).isCloseTo(5, within(1e-9));
    }

    @Test
    void thisMachineIsMeteredWithWhatItHas() {
        Energy energy = new Energy(Energy.Settings.DEFAULT);
        long started = System.nanoTime();
        double sum = 0;
        while (System.nanoTime() - started < 100_000_000L) {
            sum += Math.sqrt(sum + 1);
        }
        JobAccount account = energy.read();
        assertThat(sum).isPositive();
        assertThat(account.cpuSeconds()).isBetween(0.001, 10.0);
        assertThat(account.wallSeconds()).isBetween(0.1, 10.0);
        assertThat(account.peakMemoryBytes()).isGreaterThan(10_000_000);
        assertThat(account.sources()).isNotEmpty();
        boolean counted = RaplCounter.open(Path.of("/sys/class/powercap")).isPresent();
        assertThat(account.estimated()).isNotEqualTo(counted);
        assertThat(account.joules()).isPositive();
    }

    @Test
    void badInputIsRefused() {
        Energy energy = new Energy(PLAIN, machine(null));
        assertThatThrownBy(() -> energy.processed(-1)).hasMessageContaining("-1 samples");
        assertThatThrownBy(() -> new Energy(new Energy.Settings(10, 0.5, 1)))
                .hasMessageContaining("pue is 0.5; allowed are 1.0 to 10.0");
        assertThat(NvmlLibrary.open("libno-such-library.so")).isEmpty();
        assertThat(machine(null).peakMemoryBytes()).isZero();
    }
}

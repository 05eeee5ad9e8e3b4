package io.cuvette.training.core.accounting;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Energy and carbon dioxide of a job:
 *
 * <pre>
 * joules   = PUE * (processors + graphics processors)
 * gramsCo2 = joules / 3.6e6 * grams per kWh
 * </pre>
 *
 * <p>Processors: RAPL counters of the machine where this process may read them, else its processor
 * seconds times watts per core, which is marked as estimated. Graphics processors: NVML where the
 * driver's library is there, else nothing. Counters count everything on the machine, so they
 * overstate a job that shares it. The paper reads the same counters through tools, and the wall's
 * meter, which nothing here replaces: power supplies, fans and disks are left to the PUE.
 */
@MethodInfo(
        name = "energy",
        area = Area.ACCOUNTING,
        does = "joules and grams of CO2 of a job, from counters or estimated from processor time",
        paper =
                "Improve Machine Learning carbon footprint using Nvidia GPU and Mixed Precision"
                        + " training for classification models -- Part I",
        source = "Antonopoulos, 2024, arXiv:2409.07853")
public final class Energy implements JobMeter {
    private static final double JOULES_PER_KWH = 3.6e6;

    /**
     * @param wattsPerCore 12 W is the mean thermal design power per core that Green Algorithms
     *     takes for an unknown processor (Lannelongue, Grealey and Inouye, Advanced Science 2021)
     * @param pue 1.56 is the mean of the Uptime Institute's survey of data centres of 2024
     * @param gramsCo2PerKwh 475 g is the world's mean of the International Energy Agency's status
     *     report of 2019
     */
    public record Settings(
            @Real(
                            min = 0.1,
                            max = 1000,
                            preset = 12,
                            about = "power of a busy core, where there are no counters")
                    double wattsPerCore,
            @Real(
                            min = 1,
                            max = 10,
                            preset = 1.56,
                            about = "energy of the building by the machine's")
                    double pue,
            @Real(
                            min = 0,
                            max = 5000,
                            preset = 475,
                            about = "CO2 of a kWh of electricity, in grams")
                    double gramsCo2PerKwh) {
        public static final Settings DEFAULT = new Settings(12, 1.56, 475);
    }

    private final Settings settings;
    private final Machine machine;
    private final List<EnergyCounter> counters;
    private final boolean countsProcessors;
    private final Set<EnergySource> sources = EnumSet.noneOf(EnergySource.class);
    private double lastCpuSeconds;
    private double lastClockSeconds;
    private double joules;
    private double cpuSeconds;
    private double wallSeconds;
    private double peakMemoryBytes;
    private double samples;

    /** A meter of this machine that starts now. */
    public Energy(Settings settings) {
        this(settings, Machine.local());
    }

    Energy(Settings settings, Machine machine) {
        this.settings = SettingsSchema.checked(settings);
        this.machine = machine;
        this.counters = machine.counters();
        this.countsProcessors = counters.stream().anyMatch(c -> c.source() == EnergySource.RAPL);
        this.lastCpuSeconds = machine.cpuSeconds().getAsDouble();
        this.lastClockSeconds = machine.clockSeconds().getAsDouble();
    }

    @Override
    public void processed(long more) {
        if (more < 0) {
            throw new IllegalArgumentException(
                    "%d samples were processed; it must not be negative".formatted(more));
        }
        samples += more;
    }

    @Override
    public JobAccount read() {
        update();
        double withBuilding = settings.pue() * joules;
        return new JobAccount(
                withBuilding,
                withBuilding / JOULES_PER_KWH * settings.gramsCo2PerKwh(),
                sources,
                cpuSeconds,
                wallSeconds,
                (long) peakMemoryBytes,
                (long) samples);
    }

    private void update() {
        double cpu = machine.cpuSeconds().getAsDouble();
        double clock = machine.clockSeconds().getAsDouble();
        double cpuSince = Math.max(0, cpu - lastCpuSeconds);
        for (EnergyCounter counter : counters) {
            joules += counter.joulesSinceLast();
            sources.add(counter.source());
        }
        if (!countsProcessors) {
            joules += cpuSince * settings.wattsPerCore();
            sources.add(EnergySource.ESTIMATED);
        }
        cpuSeconds += cpuSince;
        wallSeconds += clock - lastClockSeconds;
        lastCpuSeconds = cpu;
        lastClockSeconds = clock;
        peakMemoryBytes = Math.max(peakMemoryBytes, (double) machine.peakMemoryBytes());
    }
}

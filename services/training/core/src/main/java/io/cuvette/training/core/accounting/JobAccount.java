package io.cuvette.training.core.accounting;

import io.cuvette.training.core.method.Figures;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a job, or an attempt of it, has cost so far.
 *
 * @param joules of the machine and its building (with PUE)
 * @param gramsCo2 of the electricity
 * @param sources of the joules; none before any were counted
 * @param cpuSeconds of the process
 * @param wallSeconds between the readings
 * @param peakMemoryBytes largest resident memory of any attempt; 0 if unknown
 * @param samples that were processed
 */
public record JobAccount(
        double joules,
        double gramsCo2,
        Set<EnergySource> sources,
        double cpuSeconds,
        double wallSeconds,
        long peakMemoryBytes,
        long samples) {

    public JobAccount {
        sources =
                Collections.unmodifiableSet(
                        sources.isEmpty()
                                ? EnumSet.noneOf(EnergySource.class)
                                : EnumSet.copyOf(sources));
    }

    /** Samples per second; 0 before any time has passed. */
    public double throughput() {
        return wallSeconds > 0 ? samples / wallSeconds : 0;
    }

    /** Whether a part of the joules is an estimate. */
    public boolean estimated() {
        return sources.contains(EnergySource.ESTIMATED);
    }

    /** As figures, with {@code estimated} 1 or 0. */
    public Figures figures() {
        return Figures.NONE
                .with("joules", joules)
                .with("gramsCo2", gramsCo2)
                .with("estimated", estimated() ? 1 : 0)
                .with("cpuSeconds", cpuSeconds)
                .with("wallSeconds", wallSeconds)
                .with("peakMemoryBytes", (double) peakMemoryBytes)
                .with("samplesPerSecond", throughput());
    }
}

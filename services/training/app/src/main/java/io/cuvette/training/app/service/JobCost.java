package io.cuvette.training.app.service;

import io.cuvette.training.app.worker.protocol.CostReport;
import io.cuvette.training.core.accounting.EnergySource;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a job has cost: the attempts before, and the one that reported last. An attempt that was
 * killed counts with its last report.
 *
 * @param earlier of all attempts before {@code attempt}
 * @param attempt that {@code present} is of
 * @param present of that attempt, as it reported last
 */
public record JobCost(Cost earlier, int attempt, Cost present) {

    public static final JobCost NONE = new JobCost(Cost.NONE, 0, Cost.NONE);

    /**
     * @param joules of the machine and its building
     * @param sources of the joules
     * @param peakMemoryBytes largest resident memory of the worker
     * @param samples that were trained on
     */
    public record Cost(
            double joules,
            double gramsCo2,
            Set<EnergySource> sources,
            double cpuSeconds,
            double wallSeconds,
            long peakMemoryBytes,
            long samples) {

        static final Cost NONE = new Cost(0, 0, Set.of(), 0, 0, 0, 0);

        static Cost of(CostReport report) {
            return new Cost(
                    report.joules(),
                    report.gramsCo2(),
                    report.sources(),
                    report.cpuSeconds(),
                    report.wallSeconds(),
                    report.peakMemoryBytes(),
                    report.samples());
        }

        Cost plus(Cost more) {
            Set<EnergySource> both = EnumSet.noneOf(EnergySource.class);
            both.addAll(sources);
            both.addAll(more.sources);
            return new Cost(
                    joules + more.joules,
                    gramsCo2 + more.gramsCo2,
                    both,
                    cpuSeconds + more.cpuSeconds,
                    wallSeconds + more.wallSeconds,
                    Math.max(peakMemoryBytes, more.peakMemoryBytes),
                    samples + more.samples);
        }

        /** Samples a second; 0 before any time has passed. */
        public double samplesPerSecond() {
            return wallSeconds > 0 ? samples / wallSeconds : 0;
        }
    }

    /** With the newest report of an attempt. */
    JobCost with(int reporting, CostReport report) {
        Cost before = reporting == attempt ? earlier : total();
        return new JobCost(before, reporting, Cost.of(report));
    }

    /** Of all attempts together. */
    public Cost total() {
        return earlier.plus(present);
    }
}

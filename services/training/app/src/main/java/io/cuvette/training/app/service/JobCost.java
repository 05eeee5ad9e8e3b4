package io.cuvette.training.app.service;

import io.cuvette.training.core.accounting.EnergySource;
import io.cuvette.training.core.accounting.JobAccount;
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
public record JobCost(JobAccount earlier, int attempt, JobAccount present) {

    private static final JobAccount NOTHING = new JobAccount(0, 0, Set.of(), 0, 0, 0, 0);

    public static final JobCost NONE = new JobCost(NOTHING, 0, NOTHING);

    /** With the newest report of an attempt. */
    JobCost with(int reporting, JobAccount account) {
        JobAccount before = reporting == attempt ? earlier : total();
        return new JobCost(before, reporting, account);
    }

    /** Of all attempts together. */
    public JobAccount total() {
        Set<EnergySource> sources = EnumSet.noneOf(EnergySource.class);
        sources.addAll(earlier.sources());
        sources.addAll(present.sources());
        return new JobAccount(
                earlier.joules() + present.joules(),
                earlier.gramsCo2() + present.gramsCo2(),
                sources,
                earlier.cpuSeconds() + present.cpuSeconds(),
                earlier.wallSeconds() + present.wallSeconds(),
                Math.max(earlier.peakMemoryBytes(), present.peakMemoryBytes()),
                earlier.samples() + present.samples());
    }
}

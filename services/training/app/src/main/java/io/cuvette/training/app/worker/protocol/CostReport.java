package io.cuvette.training.app.worker.protocol;

import io.cuvette.training.core.accounting.EnergySource;
import io.cuvette.training.core.accounting.JobAccount;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Set;

/**
 * What the attempt has cost so far. The bounds are far above any attempt (1e15 J are a megawatt for
 * thirty years) and so low that sums over a job's attempts stay finite.
 *
 * @param joules of the machine and its building, up to 1e15
 * @param gramsCo2 up to 1e15
 * @param sources of the joules
 * @param cpuSeconds up to 1e15
 * @param wallSeconds up to 1e15
 * @param peakMemoryBytes up to 1e15
 * @param samples that were trained on, up to 1e15
 */
public record CostReport(
        @PositiveOrZero @DecimalMax(MOST) double joules,
        @PositiveOrZero @DecimalMax(MOST) double gramsCo2,
        @NotNull Set<@NotNull EnergySource> sources,
        @PositiveOrZero @DecimalMax(MOST) double cpuSeconds,
        @PositiveOrZero @DecimalMax(MOST) double wallSeconds,
        @PositiveOrZero @Max(MOST_WHOLE) long peakMemoryBytes,
        @PositiveOrZero @Max(MOST_WHOLE) long samples) {

    private static final String MOST = "1e15";
    private static final long MOST_WHOLE = 1_000_000_000_000_000L;

    public static CostReport of(JobAccount account) {
        return new CostReport(
                account.joules(),
                account.gramsCo2(),
                account.sources(),
                account.cpuSeconds(),
                account.wallSeconds(),
                account.peakMemoryBytes(),
                account.samples());
    }

    public JobAccount account() {
        return new JobAccount(
                joules, gramsCo2, sources, cpuSeconds, wallSeconds, peakMemoryBytes, samples);
    }
}

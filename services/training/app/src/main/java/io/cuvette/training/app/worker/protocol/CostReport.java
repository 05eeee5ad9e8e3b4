package io.cuvette.training.app.worker.protocol;

import io.cuvette.training.core.accounting.EnergySource;
import io.cuvette.training.core.accounting.JobAccount;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Set;

/**
 * What the attempt has cost so far.
 *
 * @param joules of the machine and its building
 * @param sources of the joules
 * @param samples that were trained on
 */
public record CostReport(
        @PositiveOrZero double joules,
        @PositiveOrZero double gramsCo2,
        @NotNull Set<@NotNull EnergySource> sources,
        @PositiveOrZero double cpuSeconds,
        @PositiveOrZero double wallSeconds,
        @PositiveOrZero long peakMemoryBytes,
        @PositiveOrZero long samples) {

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
}

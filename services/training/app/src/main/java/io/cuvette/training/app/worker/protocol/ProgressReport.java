package io.cuvette.training.app.worker.protocol;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * @param percentage 0 to 100
 * @param metrics newest values by name; only finite ones
 * @param messages notices since the report before
 * @param cost of this attempt so far
 */
public record ProgressReport(
        @DecimalMin("0") @DecimalMax("100") double percentage,
        @NotNull @Size(max = 100) String phase,
        Optional<Long> etaSeconds,
        @NotNull @Size(max = MAX_METRICS)
                Map<@Size(max = MAX_METRIC_NAME) String, @NotNull Double> metrics,
        @NotNull @Size(max = 100) List<@NotNull @Size(max = 2000) String> messages,
        Optional<@Valid CostReport> cost) {

    /** Metrics of a report or publication. */
    public static final int MAX_METRICS = 500;

    /** Characters of a metric's name. */
    public static final int MAX_METRIC_NAME = 100;
}

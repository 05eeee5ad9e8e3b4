package io.cuvette.training.app.rest;

import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.JobCheck;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Answer to {@code validateOnly=true}. */
@Schema(name = "SweepCheck")
public record SweepCheckView(
        List<Finding> findings,
        @Schema(description = "How many it would make; 0 when that cannot be told.") int trials,
        @Schema(description = "Of the trial that takes most, each figure by itself.")
                JobCheck.Estimate estimate) {}

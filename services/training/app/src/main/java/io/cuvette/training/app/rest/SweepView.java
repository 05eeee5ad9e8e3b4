package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.service.SweepService;
import io.cuvette.training.app.service.SweepState;
import io.cuvette.training.app.service.SweepTable;
import io.cuvette.training.app.service.TrialOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A sweep as callers see it. */
@Schema(name = "Sweep")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SweepView(
        String id,
        String family,
        @Schema(description = "Absent where the family takes none.") Optional<String> datasetId,
        @Schema(description = "The model version that every trial starts from.")
                Optional<BaseView> base,
        String modelName,
        SweepState state,
        @Schema(implementation = Object.class) ObjectNode settings,
        @Schema(implementation = Object.class) ObjectNode search,
        List<NewSweep.NewDimension> space,
        NewSweep.ObjectiveName objective,
        int trials,
        int parallel,
        long seed,
        @Schema(description = "Only of a single sweep.") Optional<Progress> progress,
        @Schema(description = "Only of a single sweep, once a trial has an objective.")
                Optional<SweepTrialView> best,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        @Schema(description = "Why it has failed.") Optional<String> failure) {

    /** What has become of its trials. */
    @Schema(name = "SweepProgress")
    public record Progress(int filed, long pending, long succeeded, long failed, long cancelled) {

        static Progress of(SweepTable table) {
            return new Progress(
                    table.rows().size(),
                    table.count(TrialOutcome.PENDING),
                    table.count(TrialOutcome.SUCCEEDED),
                    table.count(TrialOutcome.FAILED),
                    table.count(TrialOutcome.CANCELLED));
        }
    }

    static SweepView of(SweepEntity sweep) {
        return of(sweep, Optional.empty());
    }

    static SweepView of(SweepService.Known known) {
        return of(known.sweep(), Optional.of(known.table()));
    }

    private static SweepView of(SweepEntity sweep, Optional<SweepTable> table) {
        return new SweepView(
                sweep.id,
                sweep.family,
                Optional.ofNullable(sweep.datasetId),
                BaseView.of(sweep.base),
                sweep.modelName,
                sweep.state,
                sweep.settings,
                sweep.plan.search(),
                sweep.plan.space().stream().map(NewSweep.NewDimension::of).toList(),
                NewSweep.ObjectiveName.of(sweep.plan.objective()),
                sweep.trials,
                sweep.parallel,
                sweep.seed,
                table.map(Progress::of),
                table.flatMap(all -> all.best().map(row -> SweepTrialView.of(all, row))),
                sweep.createdAt,
                Optional.ofNullable(sweep.startedAt),
                Optional.ofNullable(sweep.finishedAt),
                Optional.ofNullable(sweep.failure));
    }
}

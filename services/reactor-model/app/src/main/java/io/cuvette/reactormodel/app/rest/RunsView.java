package io.cuvette.reactormodel.app.rest;

import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.app.service.RunsSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file of runs as callers see it. */
@Schema(name = "RunFile")
public record RunsView(
        String id,
        String reactorId,
        String name,
        String mediaType,
        long sizeBytes,
        String sha256,
        @Schema(description = "units of columns whose names have none") Map<String, String> units,
        int runCount,
        @Schema(description = "left out in lists") Optional<List<RunsSummary.One>> runs,
        @Schema(description = "warnings about runs and columns that were left out")
                List<Finding> findings,
        Instant createdAt) {

    static RunsView of(RunsEntity file) {
        return of(file, Optional.of(file.summary.runs()));
    }

    static RunsView inList(RunsEntity file) {
        return of(file, Optional.empty());
    }

    private static RunsView of(RunsEntity file, Optional<List<RunsSummary.One>> runs) {
        return new RunsView(
                file.id,
                file.reactorId,
                file.name,
                file.mediaType,
                file.sizeBytes,
                file.sha256,
                file.summary.units(),
                file.summary.runs().size(),
                runs,
                file.summary.findings(),
                file.createdAt);
    }
}

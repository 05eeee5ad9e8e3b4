package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.AdaptationFailure;
import io.cuvette.reactormodel.app.service.AdaptationResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model of one reactor as callers see it. */
@Schema(name = "Adaptation")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AdaptationView(
        String id,
        String reactorId,
        @Schema(description = "of the reactor when it was adapted") long reactorRevision,
        @Schema(description = "files it learned from") List<String> runs,
        @Schema(description = "queued, running, ready or failed") String state,
        @Schema(description = "of one that is ready") Optional<AdaptationResult> result,
        @Schema(description = "of one that failed") Optional<AdaptationFailure> failure,
        Instant createdAt) {

    static AdaptationView of(AdaptationEntity row) {
        return new AdaptationView(
                row.id,
                row.reactorId,
                row.reactorRevision,
                row.runs,
                TypeName.of(row.state),
                row.found(),
                row.failed(),
                row.createdAt);
    }
}

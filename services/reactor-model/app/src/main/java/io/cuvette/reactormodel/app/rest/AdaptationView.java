package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.AdaptationResult;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model of one reactor as callers see it. */
@Schema(name = "Adaptation")
public record AdaptationView(
        String id,
        String reactorId,
        @Schema(description = "of the reactor when it was adapted") long reactorRevision,
        @Schema(description = "files it learned from") List<String> runs,
        AdaptationResult result,
        Instant createdAt) {

    static AdaptationView of(AdaptationEntity row) {
        return new AdaptationView(
                row.id, row.reactorId, row.reactorRevision, row.runs, row.result, row.createdAt);
    }
}

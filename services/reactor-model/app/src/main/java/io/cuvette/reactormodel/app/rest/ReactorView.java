package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A declared reactor as callers see it; all values in the units of their names. */
@Schema(name = "Reactor")
public record ReactorView(
        String id,
        String name,
        String type,
        @Schema(description = "up by one with each change; the ETag is made of it") long revision,
        @Schema(description = "the known ones, complete") Map<String, Double> parameters,
        List<ReactorDocument.Unknown> unknown,
        Optional<Integer> nodes,
        String measuredNode,
        ReactorDocument.Region region,
        Instant createdAt,
        Instant updatedAt) {

    static ReactorView of(ReactorEntity reactor) {
        ReactorDocument document = reactor.document;
        return new ReactorView(
                reactor.id,
                reactor.name,
                document.type(),
                reactor.revision,
                document.parameters(),
                document.unknown(),
                document.nodes(),
                document.measuredNode(),
                document.region(),
                reactor.createdAt,
                reactor.updatedAt);
    }
}

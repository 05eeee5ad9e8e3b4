package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.finding.Finding;
import io.cuvette.service.store.PresignedUpload;
import io.cuvette.training.app.persistence.DatasetEntity;
import io.cuvette.training.app.service.DatasetState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dataset as callers see it. */
@Schema(name = "Dataset")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DatasetView(
        String id,
        String name,
        DatasetState state,
        long sizeBytes,
        String sha256,
        OrientationName orientation,
        Instant createdAt,
        Instant updatedAt,
        @Schema(description = "Present once the file could be read.")
                Optional<DatasetDescription> description,
        List<Finding> findings,
        @Schema(description = "Only in the answer to the creation.") Optional<Upload> upload) {

    /** Where to PUT the bytes. */
    @Schema(name = "DatasetUpload")
    public record Upload(long partSizeBytes, Instant expiresAt, List<Part> parts) {}

    /** One presigned address. */
    @Schema(name = "DatasetUploadPart")
    public record Part(int number, URI url) {}

    static DatasetView of(DatasetEntity dataset) {
        return of(dataset, Optional.empty());
    }

    static DatasetView of(DatasetEntity dataset, PresignedUpload upload) {
        return of(
                dataset,
                Optional.of(
                        new Upload(
                                upload.partSizeBytes(),
                                upload.expiresAt(),
                                upload.parts().stream()
                                        .map(part -> new Part(part.number(), part.url()))
                                        .toList())));
    }

    private static DatasetView of(DatasetEntity dataset, Optional<Upload> upload) {
        return new DatasetView(
                dataset.id,
                dataset.name,
                dataset.state,
                dataset.sizeBytes,
                dataset.sha256,
                OrientationName.of(dataset.orientation),
                dataset.createdAt,
                dataset.updatedAt,
                Optional.ofNullable(dataset.description),
                dataset.findings,
                upload);
    }
}

package io.cuvette.training.app.rest;

import io.cuvette.training.app.persistence.BaseReference;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The model version that a job started from, as callers see it. */
@Schema(name = "BaseModel")
public record BaseView(
        String modelName,
        int version,
        @Schema(description = "Of the paths and digests of all its artifacts.") String sha256) {

    static Optional<BaseView> of(BaseReference base) {
        return Optional.ofNullable(base)
                .map(known -> new BaseView(known.modelName(), known.version(), known.sha256()));
    }
}

package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.service.Artifact;
import io.cuvette.training.app.service.ModelService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A version of a model with where it came from. */
@Schema(name = "ModelVersion")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelVersionView(
        String name,
        int version,
        String modelId,
        String family,
        @Schema(enumeration = "READY") String state,
        List<String> aliases,
        @Schema(description = "What it was trained on; absent where the family takes none.")
                Optional<String> datasetId,
        Optional<String> datasetSha256,
        @Schema(description = "The model version that its job started from.")
                Optional<BaseView> base,
        String jobId,
        long seed,
        String codeVersion,
        @Schema(implementation = Object.class) ObjectNode settings,
        Instant createdAt,
        Map<String, Double> metrics,
        List<Artifact> artifacts,
        @Schema(description = "Objects of the version lie below this, at their artifact path.")
                String keyPrefix) {

    static ModelVersionView of(ModelService.Version found) {
        return new ModelVersionView(
                found.model().name,
                found.version().version,
                found.model().id,
                found.model().family,
                "READY",
                found.aliases(),
                Optional.ofNullable(found.version().datasetId),
                Optional.ofNullable(found.version().datasetSha256),
                BaseView.of(found.version().base),
                found.version().jobId,
                found.version().seed,
                found.version().codeVersion,
                found.version().settings,
                found.version().createdAt,
                found.version().metrics,
                found.version().artifacts,
                found.version().keyPrefix);
    }
}

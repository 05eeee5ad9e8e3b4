package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.service.BaseRequest;
import io.cuvette.training.app.service.JobRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job to file. */
public record NewJob(
        @Schema(description = "Family of models.", examples = "batch-correction")
                @NotNull
                @Size(min = 1, max = 100)
                String family,
        @Schema(
                        description =
                                "A dataset that is READY; absent where the family takes none.",
                        minLength = 1,
                        maxLength = 64,
                        examples = "01jd3v8k5q2m7x9c4b6n0pzrta")
                Optional<@Size(min = 1, max = 64) String> datasetId,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<@Valid NewBase> base,
        @Schema(
                        description = "Model that gets a new version; made when it is new.",
                        examples = "mixology")
                @NotNull
                @Pattern(regexp = Names.MODEL, message = "must match " + Names.MODEL)
                String modelName,
        @Schema(
                        description = "Settings of the family's program.",
                        implementation = Object.class,
                        examples = "{\"batchKey\": \"batch\", \"methods\": [\"pca\", \"fe\"]}")
                @NotNull
                ObjectNode settings,
        @Schema(
                        description = "Makes the run repeatable; chosen at random when absent.",
                        examples = "42")
                Optional<Long> seed) {

    JobRequest request() {
        return new JobRequest(
                family,
                datasetId,
                base.map(named -> new BaseRequest(named.modelName(), named.version())),
                modelName,
                settings,
                seed);
    }
}

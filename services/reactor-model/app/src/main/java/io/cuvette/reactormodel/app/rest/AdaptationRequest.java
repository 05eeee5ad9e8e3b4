package io.cuvette.reactormodel.app.rest;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From what to adapt, and how. */
@Schema(name = "AdaptationRequest")
public record AdaptationRequest(
        @Schema(description = "ids of files of runs; all of the reactor when left out")
                @Size(max = 1000)
                List<@NotNull String> runs,
        @Schema(
                        description =
                                "default: parameters estimated, and the correction that predicts"
                                        + " held-out runs best, or none",
                        examples = "default")
                Optional<@Pattern(regexp = "default", message = "must be default") String> method) {

    public AdaptationRequest {
        runs = runs == null ? List.of() : runs;
    }

    String methodOrDefault() {
        return method.orElse("default");
    }
}

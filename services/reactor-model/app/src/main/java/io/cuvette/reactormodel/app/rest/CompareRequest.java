package io.cuvette.reactormodel.app.rest;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** On what to compare. */
@Schema(name = "CompareRequest")
public record CompareRequest(
        @Schema(
                        description =
                                "ids of files of runs; those that the model has not learned from"
                                        + " when left out")
                @Size(max = 1000)
                List<@NotNull String> runs) {

    public CompareRequest {
        runs = runs == null ? List.of() : runs;
    }
}

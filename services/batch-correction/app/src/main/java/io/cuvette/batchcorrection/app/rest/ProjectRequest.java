package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.ProjectionQuery;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which cells to show in which batches. */
@Schema(name = "ProjectRequest")
public record ProjectRequest(
        @Schema(description = "names of the model's cells") @NotEmpty @Size(max = 500)
                List<@NotNull String> cells,
        @Schema(description = "names of batches to show them in; all when absent")
                @Size(max = 1_000)
                List<@NotNull String> batches,
        @Schema(description = "names of the model's genes; all when absent") @Size(max = 20_000)
                List<@NotNull String> genes,
        @Schema(description = "medl_plus (default), harmony, or paper for the published method")
                @Size(max = 40)
                String method,
        @Schema(description = "scaled, log1p (default) or counts") @Size(max = 10) String space,
        @Schema(description = "json (default), npy, arrow, or summary: json without the values")
                @Size(max = 10)
                String format,
        @Schema(description = "how many of the genes that change most json names, 20 when absent")
                @Min(1)
                @Max(1_000)
                Integer top) {

    /** Genes that are named when the request does not say how many. */
    private static final int USUAL_TOP = 20;

    int topOrUsual() {
        return top == null ? USUAL_TOP : top;
    }

    ProjectionQuery toQuery(String name, String version) {
        return new ProjectionQuery(
                name,
                version,
                ProjectionMethods.named(method),
                Spaces.named(space),
                cells,
                batches == null ? List.of() : batches,
                genes == null ? List.of() : genes);
    }
}

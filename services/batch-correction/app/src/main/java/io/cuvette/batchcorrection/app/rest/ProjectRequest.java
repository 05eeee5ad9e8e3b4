package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.app.service.ProjectionQuery;
import io.cuvette.batchcorrection.method.Method;
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
        @Schema(description = "json (default), npy, or summary: json without the values")
                @Size(max = 10)
                String format) {

    /** What the paper calls its projection is ours by the name of its network. */
    private static final String PAPER = "paper";

    ProjectionQuery toQuery(String name, String version) {
        return new ProjectionQuery(
                name,
                version,
                methodOrDefault(),
                Spaces.named(space),
                cells,
                batches == null ? List.of() : batches,
                genes == null ? List.of() : genes);
    }

    private Method methodOrDefault() {
        if (method == null) {
            return Method.MEDL_PLUS;
        }
        return method.equals(PAPER) ? Method.RE : Methods.named(method);
    }
}

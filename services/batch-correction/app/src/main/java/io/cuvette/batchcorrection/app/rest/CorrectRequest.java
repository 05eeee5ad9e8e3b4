package io.cuvette.batchcorrection.app.rest;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which cells and genes to correct, and in which space to give them. */
@Schema(name = "CorrectRequest")
public record CorrectRequest(
        @Schema(description = "a method of the model") @NotBlank @Size(max = 40) String method,
        @Schema(description = "scaled, log1p (default) or counts") @Size(max = 10) String space,
        @Schema(description = "names of the model's cells; all when absent") @Size(max = 100_000)
                List<@NotNull String> cells,
        @Schema(description = "names of the model's genes; all when absent") @Size(max = 20_000)
                List<@NotNull String> genes,
        @Schema(description = "json (default), csv, npy or arrow") @Size(max = 10) String format) {

    String formatOrJson() {
        return format == null ? "json" : format;
    }

    List<String> cellsOrAll() {
        return cells == null ? List.of() : cells;
    }

    List<String> genesOrAll() {
        return genes == null ? List.of() : genes;
    }
}

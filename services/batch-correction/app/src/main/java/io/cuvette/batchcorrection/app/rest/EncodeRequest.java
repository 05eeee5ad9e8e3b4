package io.cuvette.batchcorrection.app.rest;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which cells to embed, and how. */
@Schema(name = "EncodeRequest")
public record EncodeRequest(
        @Schema(description = "a READY dataset of raw counts") @NotBlank @Size(max = 64)
                String datasetId,
        @Schema(description = "pca, fe or medl_plus") @NotBlank @Size(max = 40) String method,
        @Schema(description = "json (default), csv or npy") @Size(max = 10) String format) {

    String formatOrJson() {
        return format == null ? "json" : format;
    }
}

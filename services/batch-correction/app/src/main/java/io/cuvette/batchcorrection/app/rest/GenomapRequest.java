package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.GenomapQuery;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which cells to picture in which batches. */
@Schema(name = "GenomapRequest")
public record GenomapRequest(
        @Schema(description = "names of the model's cells to show") @NotEmpty @Size(max = 20)
                List<@NotNull String> cells,
        @Schema(description = "names of batches to show them in; all when absent")
                @Size(max = 1_000)
                List<@NotNull String> batches,
        @Schema(description = "medl_plus (default), harmony, or paper for the published method")
                @Size(max = 40)
                String method,
        @Schema(description = "euclid2d (default), or radial as in the paper") @Size(max = 10)
                String layout,
        @Schema(
                        description =
                                "how many of the model's first genes, or a list of names; at most"
                                        + " 1,024 by euclid2d and 2,916 by radial, which is the"
                                        + " default where the model has them",
                        oneOf = {Integer.class, String[].class})
                Object genes,
        @Schema(description = "pixels along a side; the smallest square when absent")
                @Min(2)
                @Max(64)
                Integer size,
        @Schema(description = "cells that the layout is computed from; 300 when absent") @Min(2)
                Integer rows,
        @Schema(description = "rings around the genes that differ most between batches, a cell")
                @Min(0)
                @Max(10)
                Integer rings,
        @Schema(description = "png (default), svg, csv (gene to pixel) or json") @Size(max = 10)
                String format) {

    GenomapQuery toQuery(String name, String version, BooleanSupplier abandoned) {
        return GenomapChoices.query(
                name, version, method, layout, batches, genes, size, rows, abandoned);
    }

    int ringsOrNone() {
        return rings == null ? 0 : rings;
    }
}

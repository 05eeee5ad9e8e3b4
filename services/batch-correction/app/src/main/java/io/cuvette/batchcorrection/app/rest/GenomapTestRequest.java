package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Averaging;
import io.cuvette.batchcorrection.app.service.PixelTestQuery;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which batches to compare pixel by pixel. */
@Schema(name = "GenomapTestRequest")
public record GenomapTestRequest(
        @Schema(description = "names of batches") @NotEmpty @Size(max = 1_000)
                List<@NotNull String> groupA,
        @Schema(description = "names of other batches") @NotEmpty @Size(max = 1_000)
                List<@NotNull String> groupB,
        @Schema(description = "names of batches that the layout is computed from; all when absent")
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
                                        + " 1,024 by euclid2d and 2,916 by radial",
                        oneOf = {Integer.class, String[].class})
                Object genes,
        @Schema(description = "pixels along a side; the smallest square when absent")
                @Min(2)
                @Max(64)
                Integer size,
        @Schema(
                        description =
                                "cells that the layout is computed from and that are averaged, with"
                                        + " average own in each batch; 300 when absent")
                @Min(2)
                Integer rows,
        @Schema(
                        description =
                                "projected (default): the same cells in every batch; own: each"
                                        + " batch's own cells as measured, as in the paper")
                @Size(max = 20)
                String average,
        @Schema(description = "names of the cells that are averaged, instead of drawn ones")
                @Size(max = 5_000)
                List<@NotNull String> cells,
        @Schema(description = "json (default) or csv") @Size(max = 10) String format) {

    PixelTestQuery toQuery(String name, String version, BooleanSupplier abandoned) {
        return new PixelTestQuery(
                GenomapChoices.query(
                        name, version, method, layout, batches, genes, size, rows, abandoned),
                groupA,
                groupB,
                Averaging.named(average),
                cells == null ? List.of() : cells);
    }
}

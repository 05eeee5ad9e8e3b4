package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.GenomapQuery;
import io.cuvette.batchcorrection.genomap.ColorScale;
import io.cuvette.service.error.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
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
        @Schema(
                        description =
                                "z-scores of the first and the last colour, so that figures can be"
                                        + " compared; the 1st and the 98th percentile of the"
                                        + " figure when absent")
                @Size(min = 2, max = 2)
                List<@NotNull Double> scale,
        @Schema(description = "png (default), svg, csv (gene to pixel) or json") @Size(max = 10)
                String format) {

    GenomapQuery toQuery(String name, String version, BooleanSupplier abandoned) {
        return GenomapChoices.query(
                name, version, method, layout, batches, genes, size, rows, abandoned);
    }

    /** Values beyond it take the colour of its end. */
    Optional<ColorScale> colorScale() {
        if (scale == null) {
            return Optional.empty();
        }
        double low = scale.get(0);
        double high = scale.get(1);
        if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
            throw ProblemException.invalidField(
                    "scale",
                    "INVALID_VALUE",
                    "must be two finite numbers, the lower one first: [-2, 2]");
        }
        return Optional.of(new ColorScale(low, high));
    }

    int ringsOrNone() {
        return rings == null ? 0 : rings;
    }
}

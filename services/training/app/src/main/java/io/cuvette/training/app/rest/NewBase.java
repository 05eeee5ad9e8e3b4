package io.cuvette.training.app.rest;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model version to start from. */
@Schema(description = "A model version to start from, of a family that the job's family accepts.")
public record NewBase(
        @Schema(examples = "reactors")
                @NotNull
                @Pattern(regexp = Names.MODEL, message = "must match " + Names.MODEL)
                String modelName,
        @Schema(description = "A number; aliases move.", examples = "3") @NotNull @Min(1)
                Integer version) {}

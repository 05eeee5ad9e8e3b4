package io.cuvette.training.app.rest;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dataset to create. */
public record NewDataset(
        @Schema(description = "Shown to people; need not be unique.", examples = "sc_mixology")
                @NotBlank
                @Size(max = 200)
                String name,
        @Schema(description = "Exact length of the file.", examples = "10485760") @NotNull @Positive
                Long sizeBytes,
        @Schema(
                        description = "SHA-256 of the file, lower-case hex.",
                        examples =
                                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                @NotNull
                @Pattern(regexp = "[0-9a-f]{64}", message = "must be 64 lower-case hex digits")
                String sha256,
        @Schema(
                        description =
                                "What the rows of a table are; other formats carry their own.",
                        examples = "detect")
                Optional<OrientationName> orientation) {}

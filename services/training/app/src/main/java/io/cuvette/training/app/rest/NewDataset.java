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
        @Schema(description = "Exact length of the file.") @NotNull @Positive Long sizeBytes,
        @Schema(description = "SHA-256 of the file, lower-case hex.")
                @NotNull
                @Pattern(regexp = "[0-9a-f]{64}", message = "must be 64 lower-case hex digits")
                String sha256,
        @Schema(description = "What the rows of a table are; other formats carry their own.")
                Optional<OrientationName> orientation) {}

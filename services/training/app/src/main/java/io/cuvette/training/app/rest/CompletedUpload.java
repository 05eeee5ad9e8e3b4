package io.cuvette.training.app.rest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The parts that were sent. */
public record CompletedUpload(@NotEmpty @Size(max = 10_000) List<@NotNull @Valid Part> parts) {

    /**
     * @param etag as the store answered the part's PUT, with or without quotes
     */
    public record Part(
            @Schema(examples = "1") @NotNull @Min(1) @Max(10_000) Integer number,
            @Schema(
                            description = "As the store answered the PUT of the part.",
                            examples = "\"5d41402abc4b2a76b9719d911017c592\"")
                    @NotBlank
                    @Pattern(regexp = "\"?[A-Za-z0-9+/=_-]{1,128}\"?")
                    String etag) {}
}

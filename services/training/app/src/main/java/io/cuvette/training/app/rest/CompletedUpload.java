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

/** The parts that were sent. */
public record CompletedUpload(@NotEmpty @Size(max = 10_000) List<@NotNull @Valid Part> parts) {

    /**
     * @param etag as the store answered the part's PUT, with or without quotes
     */
    public record Part(
            @NotNull @Min(1) @Max(10_000) Integer number,
            @NotBlank @Pattern(regexp = "\"?[A-Za-z0-9+/=_-]{1,128}\"?") String etag) {}
}

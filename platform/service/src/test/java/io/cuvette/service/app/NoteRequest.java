package io.cuvette.service.app;

import io.cuvette.service.store.Sha256;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A body with a field of each kind that callers get wrong. */
public record NoteRequest(
        @NotBlank @Size(max = 20) String text,
        int copies,
        Optional<Instant> due,
        Optional<Colour> colour,
        Optional<Sha256> sha256,
        List<@NotBlank String> tags) {

    /** Allowed values. */
    public enum Colour {
        RED,
        GREEN
    }

    public NoteRequest {
        tags = tags == null ? List.of() : List.copyOf(tags);
    }
}

package io.cuvette.training.app.worker.protocol;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * One checkpoint whose object is whole.
 *
 * @param step optimizer steps done
 * @param sha256 of the object, lower-case hex
 */
public record CheckpointRecord(
        @Min(0) long step,
        @NotNull @Size(max = 500) String key,
        @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256,
        @Positive long sizeBytes) {}

package io.cuvette.training.app.worker.protocol;

import io.cuvette.data.finding.Finding;
import io.cuvette.training.app.service.FailureCode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * @param retryable whether another attempt may end better
 */
public record FailureReport(
        @NotNull FailureCode code,
        @NotNull @Size(max = 4000) String message,
        @NotNull @Size(max = 200) List<@NotNull Finding> findings,
        boolean retryable) {}

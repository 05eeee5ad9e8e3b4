package io.cuvette.training.app.worker.protocol;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/** All artifacts are uploaded; make them a version. */
public record PublishRequest(
        @NotEmpty @Size(max = 1000) List<@NotNull @Valid PublishedFile> artifacts,
        @NotNull @Size(max = ProgressReport.MAX_METRICS)
                Map<@Size(max = ProgressReport.MAX_METRIC_NAME) String, @NotNull Double> metrics,
        @NotNull @Size(min = 1, max = 200) String codeVersion) {

    /**
     * @param path relative name, parts separated by single slashes
     */
    public record PublishedFile(
            @NotNull
                    @Size(max = 200)
                    @Pattern(regexp = "[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
                    String path,
            @PositiveOrZero long sizeBytes,
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256) {}
}

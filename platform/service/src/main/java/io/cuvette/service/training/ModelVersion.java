package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * A published model version as the training service tells of it.
 *
 * @param keyPrefix where its artifacts lie in the object store, with the slash at its end
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelVersion(
        String name,
        int version,
        String modelId,
        String family,
        String datasetId,
        String datasetSha256,
        String jobId,
        long seed,
        String codeVersion,
        String createdAt,
        Map<String, Double> metrics,
        List<Artifact> artifacts,
        String keyPrefix) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Artifact(String path, long sizeBytes, String sha256) {}
}

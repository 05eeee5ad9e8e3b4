package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A published model version as the training service tells of it.
 *
 * @param datasetId what it was trained on; absent, as its digest, where the family does without
 * @param base the version that its job started from
 * @param keyPrefix where its artifacts lie in the object store, with the slash at its end
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelVersion(
        String name,
        int version,
        String modelId,
        String family,
        Optional<String> datasetId,
        Optional<String> datasetSha256,
        Optional<BaseModel> base,
        String jobId,
        long seed,
        String codeVersion,
        String createdAt,
        Map<String, Double> metrics,
        List<Artifact> artifacts,
        String keyPrefix) {

    /**
     * The dataset of a version whose family needs one.
     *
     * @throws IllegalStateException when it has none
     */
    public String requiredDatasetId() {
        return datasetId.orElseThrow(ModelVersion::noDataset);
    }

    /** Its digest, in the same way. */
    public String requiredDatasetSha256() {
        return datasetSha256.orElseThrow(ModelVersion::noDataset);
    }

    private static IllegalStateException noDataset() {
        return new IllegalStateException("the model version was trained without a dataset");
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Artifact(String path, long sizeBytes, String sha256) {}
}

package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Body of {@code POST /api/v1/jobs} of the training service.
 *
 * @param datasetId absent where the family does without
 * @param base the model version to start from
 * @param seed drawn when absent
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobSubmission(
        String family,
        Optional<String> datasetId,
        Optional<Base> base,
        String modelName,
        ObjectNode settings,
        Optional<Long> seed) {

    /** A model version of the caller's. */
    public record Base(String modelName, int version) {}

    /** A job on a dataset, from the start. */
    public static JobSubmission ofDataset(
            String family,
            String datasetId,
            String modelName,
            ObjectNode settings,
            Optional<Long> seed) {
        return new JobSubmission(
                family, Optional.of(datasetId), Optional.empty(), modelName, settings, seed);
    }
}

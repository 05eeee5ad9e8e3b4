package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Body of {@code POST /api/v1/jobs} of the training service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobSubmission(
        String family, String datasetId, String modelName, ObjectNode settings, Long seed) {}

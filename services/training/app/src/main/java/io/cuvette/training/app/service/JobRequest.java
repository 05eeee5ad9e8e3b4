package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A job to file.
 *
 * @param base the model version to start from
 * @param settings of the family's training program
 * @param seed chosen at random when absent
 */
public record JobRequest(
        String family,
        Optional<String> datasetId,
        Optional<BaseRequest> base,
        String modelName,
        ObjectNode settings,
        Optional<Long> seed) {}

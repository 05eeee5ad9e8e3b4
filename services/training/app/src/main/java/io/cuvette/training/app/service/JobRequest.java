package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A job to file.
 *
 * @param settings of the family's training program
 * @param seed chosen at random when absent
 */
public record JobRequest(
        String family,
        String datasetId,
        String modelName,
        ObjectNode settings,
        Optional<Long> seed) {}

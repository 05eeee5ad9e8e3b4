package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A sweep to file.
 *
 * @param settings that all trials have, but for those that the plan varies
 * @param trials how many; absent where the search says so itself
 * @param parallel trials under way at once
 * @param seed chosen at random when absent
 */
public record SweepRequest(
        String family,
        Optional<String> datasetId,
        Optional<BaseRequest> base,
        String modelName,
        ObjectNode settings,
        SweepPlan plan,
        Optional<Integer> trials,
        int parallel,
        Optional<Long> seed) {

    /** A job with some settings. */
    JobRequest job(ObjectNode chosen, Optional<Long> jobSeed) {
        return new JobRequest(family, datasetId, base, modelName, chosen, jobSeed);
    }
}

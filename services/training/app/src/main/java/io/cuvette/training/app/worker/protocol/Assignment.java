package io.cuvette.training.app.worker.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a worker is to do.
 *
 * @param dataset absent where the family does without
 * @param base the model version to start from
 * @param checkpointPrefix where this job's checkpoints go, with a slash at the end
 * @param modelKeyPrefix where this attempt's artifacts go, with a slash at the end
 * @param checkpoints recorded ones, newest first
 */
public record Assignment(
        String jobId,
        int attempt,
        String family,
        String tenant,
        Optional<AssignedDataset> dataset,
        Optional<AssignedBase> base,
        ObjectNode settings,
        long seed,
        String checkpointPrefix,
        String modelKeyPrefix,
        List<CheckpointRecord> checkpoints) {

    public Assignment {
        checkpoints = List.copyOf(checkpoints);
    }
}

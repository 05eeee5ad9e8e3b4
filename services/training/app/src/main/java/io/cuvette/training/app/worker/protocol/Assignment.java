package io.cuvette.training.app.worker.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a worker is to do.
 *
 * @param dataset absent where the family does without
 * @param base the model version to start from
 * @param start the checkpoint of another job that it goes on from, while it has none of its own
 * @param keepsState whether other jobs may go on from its last checkpoint
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
        Optional<CheckpointRecord> start,
        boolean keepsState,
        ObjectNode settings,
        long seed,
        String checkpointPrefix,
        String modelKeyPrefix,
        List<CheckpointRecord> checkpoints) {

    public Assignment {
        checkpoints = List.copyOf(checkpoints);
    }
}

package io.cuvette.training.app.worker.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Orientation;
import java.util.List;

/**
 * What a worker is to do.
 *
 * @param checkpointPrefix where this job's checkpoints go, with a slash at the end
 * @param modelKeyPrefix where this attempt's artifacts go, with a slash at the end
 * @param checkpoints recorded ones, newest first
 */
public record Assignment(
        String jobId,
        int attempt,
        String family,
        String tenant,
        String datasetKey,
        String datasetSha256,
        long datasetSizeBytes,
        Orientation orientation,
        ObjectNode settings,
        long seed,
        String checkpointPrefix,
        String modelKeyPrefix,
        List<CheckpointRecord> checkpoints) {

    public Assignment {
        checkpoints = List.copyOf(checkpoints);
    }
}

package io.cuvette.training.app.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Orientation;
import io.cuvette.training.app.service.StopRequest;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.TrainingContext;
import java.nio.file.Path;

/** What a program sees of its worker. */
record WorkerContext(
        Assignment assignment,
        Path dataset,
        Path scratch,
        Path output,
        CheckpointStore checkpoints,
        ProgressListener progress,
        Heartbeats heartbeats)
        implements TrainingContext {

    @Override
    public String datasetSha256() {
        return assignment.datasetSha256();
    }

    @Override
    public Orientation orientation() {
        return assignment.orientation();
    }

    @Override
    public ObjectNode settings() {
        return assignment.settings();
    }

    @Override
    public long seed() {
        return assignment.seed();
    }

    @Override
    public boolean stopRequested() {
        return heartbeats.stopRequest() != StopRequest.NONE;
    }
}

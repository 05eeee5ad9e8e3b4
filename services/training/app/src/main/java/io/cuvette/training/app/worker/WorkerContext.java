package io.cuvette.training.app.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Orientation;
import io.cuvette.training.app.service.StopRequest;
import io.cuvette.training.app.worker.protocol.AssignedDataset;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.program.BaseModel;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.StartState;
import io.cuvette.training.core.program.TrainingContext;
import java.nio.file.Path;
import java.util.Optional;

/** What a program sees of its worker. */
record WorkerContext(
        Assignment assignment,
        Optional<Path> datasetFile,
        Optional<Path> base,
        InheritedState inherited,
        Path scratch,
        Path output,
        CheckpointStore checkpoints,
        ProgressListener progress,
        Heartbeats heartbeats)
        implements TrainingContext {

    @Override
    public boolean hasDataset() {
        return datasetFile.isPresent();
    }

    @Override
    public Path dataset() {
        return datasetFile.orElseThrow(WorkerContext::noDataset);
    }

    @Override
    public String datasetSha256() {
        return assignment
                .dataset()
                .map(AssignedDataset::sha256)
                .orElseThrow(WorkerContext::noDataset);
    }

    private static IllegalStateException noDataset() {
        return new IllegalStateException("the job has no dataset");
    }

    @Override
    public Orientation orientation() {
        return assignment.dataset().map(AssignedDataset::orientation).orElse(Orientation.DETECT);
    }

    @Override
    public Optional<BaseModel> baseModel() {
        return assignment
                .base()
                .map(
                        base ->
                                new BaseModel(
                                        base.family(),
                                        base.modelName(),
                                        base.version(),
                                        base.sha256()));
    }

    @Override
    public Optional<StartState> start() {
        return inherited.take();
    }

    @Override
    public boolean keepsState() {
        return assignment.keepsState();
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

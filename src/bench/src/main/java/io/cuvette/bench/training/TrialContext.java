package io.cuvette.bench.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.TrainingContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A job without a dataset, whose progress nobody follows and whose checkpoints nobody keeps. */
record TrialContext(Path scratch, long seed) implements TrainingContext {

    @Override
    public boolean hasDataset() {
        return false;
    }

    @Override
    public Path dataset() {
        throw new IllegalStateException("a trial has no dataset");
    }

    @Override
    public String datasetSha256() {
        throw new IllegalStateException("a trial has no dataset");
    }

    @Override
    public ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public CheckpointStore checkpoints() {
        return new CheckpointStore() {
            @Override
            public void save(long step, Path file) {}

            @Override
            public Optional<Path> newest() {
                return Optional.empty();
            }
        };
    }

    @Override
    public ProgressListener progress() {
        return new ProgressListener() {
            @Override
            public void progress(double fraction, String phase, Map<String, Double> metrics) {}

            @Override
            public void message(String text) {}
        };
    }

    @Override
    public boolean stopRequested() {
        return false;
    }

    @Override
    public Path output() {
        throw new IllegalStateException("a trial makes no model");
    }
}

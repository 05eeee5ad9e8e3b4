package io.cuvette.training.core.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Digests;
import io.cuvette.data.Orientation;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.checkpoint.FileCheckpointStore;
import io.cuvette.training.core.program.BaseModel;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.StartState;
import io.cuvette.training.core.program.TrainingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A training context over a local folder: {@code data.csv, base, scratch, checkpoints, output}. */
public final class TestContext implements TrainingContext {

    /** One call of {@link ProgressListener#progress}. */
    public record Progress(double fraction, String phase, Map<String, Double> metrics) {}

    private final Path folder;
    private final long seed;
    private final ObjectNode settings;
    private final List<Progress> reports = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private CheckpointStore checkpoints;
    private BooleanSupplier stop = () -> false;
    private boolean hasDataset = true;
    private Optional<BaseModel> baseModel = Optional.empty();
    private Optional<StartState> start = Optional.empty();
    private boolean keepsState;

    public TestContext(Path folder, long seed) throws IOException {
        this(folder, seed, JsonNodeFactory.instance.objectNode());
    }

    public TestContext(Path folder, long seed, ObjectNode settings) throws IOException {
        this.folder = folder;
        this.seed = seed;
        this.settings = settings;
        this.checkpoints = new FileCheckpointStore(folder.resolve("checkpoints"));
        Files.createDirectories(folder.resolve("scratch"));
        Files.createDirectories(folder.resolve("output"));
    }

    /** Asked once a step; true stops the run. */
    public TestContext stoppingWhen(BooleanSupplier condition) {
        this.stop = condition;
        return this;
    }

    public TestContext withCheckpoints(CheckpointStore store) {
        this.checkpoints = store;
        return this;
    }

    public List<Progress> reports() {
        return reports;
    }

    public List<String> messages() {
        return messages;
    }

    /** The job goes on from another's checkpoint. */
    public TestContext goingOnFrom(Path checkpoint) throws IOException {
        this.start =
                Optional.of(
                        new StartState(
                                checkpoint, Digests.sha256Hex(Files.readAllBytes(checkpoint))));
        return this;
    }

    /** Others may go on from the job. */
    public TestContext keepingState() {
        this.keepsState = true;
        return this;
    }

    /** The job has no dataset. */
    public TestContext withoutDataset() {
        this.hasDataset = false;
        return this;
    }

    /** The job starts from a model, whose artifacts are in {@code base}. */
    public TestContext startingFrom(BaseModel model) throws IOException {
        Files.createDirectories(folder.resolve("base"));
        this.baseModel = Optional.of(model);
        return this;
    }

    @Override
    public boolean hasDataset() {
        return hasDataset;
    }

    @Override
    public Optional<Path> base() {
        return baseModel.map(model -> folder.resolve("base"));
    }

    @Override
    public Optional<BaseModel> baseModel() {
        return baseModel;
    }

    @Override
    public Optional<StartState> start() {
        return start;
    }

    @Override
    public boolean keepsState() {
        return keepsState;
    }

    @Override
    public Path dataset() {
        if (!hasDataset) {
            throw new IllegalStateException("the job has no dataset");
        }
        return folder.resolve("data.csv");
    }

    @Override
    public String datasetSha256() {
        try {
            return Digests.sha256Hex(Files.readAllBytes(dataset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Orientation orientation() {
        return Orientation.CELLS_BY_GENES;
    }

    @Override
    public Path scratch() {
        return folder.resolve("scratch");
    }

    @Override
    public ObjectNode settings() {
        return settings;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public ProgressListener progress() {
        return new ProgressListener() {
            @Override
            public void progress(double fraction, String phase, Map<String, Double> metrics) {
                reports.add(new Progress(fraction, phase, metrics));
            }

            @Override
            public void message(String text) {
                messages.add(text);
            }
        };
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }

    @Override
    public Path output() {
        return folder.resolve("output");
    }
}

package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Digests;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.checkpoint.FileCheckpointStore;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.TrainingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A worker's context on a local folder. */
final class TestContext implements TrainingContext, ProgressListener {

    private final Path dataset;
    private final Path folder;
    private final ObjectNode settings;
    private final long seed;
    private final BooleanSupplier stop;
    final List<String> messages = new ArrayList<>();
    double fraction;
    String phase = "";

    TestContext(Path dataset, Path folder, ObjectNode settings, long seed, BooleanSupplier stop)
            throws IOException {
        this.dataset = dataset;
        this.folder = folder;
        this.settings = settings;
        this.seed = seed;
        this.stop = stop;
        Files.createDirectories(scratch());
        Files.createDirectories(output());
    }

    @Override
    public Path dataset() {
        return dataset;
    }

    @Override
    public String datasetSha256() {
        try (InputStream in = Files.newInputStream(dataset)) {
            MessageDigest digest = Digests.sha256();
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return Digests.hex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return new FileCheckpointStore(folder.resolve("checkpoints"));
    }

    @Override
    public ProgressListener progress() {
        return this;
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }

    @Override
    public Path output() {
        return folder.resolve("output");
    }

    @Override
    public void progress(double done, String name, Map<String, Double> metrics) {
        fraction = done;
        phase = name;
    }

    @Override
    public void message(String text) {
        messages.add(text);
    }
}

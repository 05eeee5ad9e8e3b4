package io.cuvette.training.app.worker;

import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectNotFoundException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.training.app.service.Artifact;
import io.cuvette.training.app.worker.protocol.AssignedBase;
import io.cuvette.training.app.worker.protocol.AssignedDataset;
import io.cuvette.training.app.worker.protocol.CheckpointRecord;
import io.cuvette.training.core.program.StartState;
import io.cuvette.training.core.program.TrainingFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an attempt reads, fetched and verified before its program runs. */
final class Downloads {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private final ObjectStore store;
    private final Retry retry;
    private final Path folder;

    /**
     * @param folder of the attempt
     */
    Downloads(ObjectStore store, Retry retry, Path folder) {
        this.store = store;
        this.retry = retry;
        this.folder = folder;
    }

    Optional<Path> dataset(Optional<AssignedDataset> assigned)
            throws IOException, InterruptedException, TrainingFailedException {
        if (assigned.isEmpty()) {
            return Optional.empty();
        }
        AssignedDataset dataset = assigned.get();
        Path file = folder.resolve("dataset");
        try {
            fetch("download of the dataset", new ObjectKey(dataset.key()), file, dataset.sha256());
        } catch (DigestMismatchException | ObjectNotFoundException e) {
            throw new TrainingFailedException(
                    "The stored dataset is not the one that was validated; upload it again.");
        }
        return Optional.of(file);
    }

    /** A folder with the artifacts under their paths, to be read only. */
    Optional<Path> base(Optional<AssignedBase> assigned)
            throws IOException, InterruptedException, TrainingFailedException {
        if (assigned.isEmpty()) {
            return Optional.empty();
        }
        AssignedBase base = assigned.get();
        if (!Artifact.sha256OfAll(base.artifacts()).equals(base.sha256())) {
            throw damaged(base);
        }
        KeyPrefix prefix = new KeyPrefix(base.keyPrefix());
        Path target = Files.createDirectories(folder.resolve("base"));
        for (Artifact artifact : base.artifacts()) {
            // a key has no parts that lead out of the folder
            ObjectKey key = prefix.resolve(artifact.path());
            Path file = target.resolve(artifact.path());
            Files.createDirectories(file.getParent());
            try {
                fetch("download of the base model", key, file, artifact.sha256());
                if (!file.toFile().setReadOnly()) {
                    LOG.warn("a file of the base model cannot be made read-only");
                }
            } catch (DigestMismatchException | ObjectNotFoundException e) {
                throw damaged(base);
            }
        }
        return Optional.of(target);
    }

    /** The state of another job. */
    Optional<StartState> start(Optional<CheckpointRecord> assigned)
            throws IOException, InterruptedException, TrainingFailedException {
        if (assigned.isEmpty()) {
            return Optional.empty();
        }
        CheckpointRecord checkpoint = assigned.get();
        Path file = folder.resolve("start.safetensors");
        try {
            fetch(
                    "download of the state to go on from",
                    new ObjectKey(checkpoint.key()),
                    file,
                    checkpoint.sha256());
        } catch (DigestMismatchException | ObjectNotFoundException e) {
            throw new TrainingFailedException(
                    "The stored state of the trial to go on from is gone or damaged.");
        }
        return Optional.of(new StartState(file, checkpoint.sha256()));
    }

    private static TrainingFailedException damaged(AssignedBase base) {
        return new TrainingFailedException(
                "The stored version %d of the base model %s is not the one that was published; start from another one."
                        .formatted(base.version(), base.modelName()));
    }

    private void fetch(String what, ObjectKey key, Path file, String sha256)
            throws IOException, InterruptedException {
        retry.call(
                what,
                () -> {
                    store.download(key, file, new Sha256(sha256));
                    return file;
                });
    }
}

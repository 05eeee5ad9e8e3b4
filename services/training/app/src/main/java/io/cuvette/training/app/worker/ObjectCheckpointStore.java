package io.cuvette.training.app.worker;

import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectNotFoundException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.service.store.StoredObject;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.app.worker.protocol.CheckpointRecord;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints in the object store. An upload that an outage cuts off is repeated; the service is
 * told of a checkpoint only when its object is whole.
 */
final class ObjectCheckpointStore implements CheckpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectCheckpointStore.class);

    private final ObjectStore store;
    private final TrainingClient client;
    private final Retry retry;
    private final Assignment assignment;
    private final Path folder;
    private final Deque<CheckpointRecord> newestFirst;

    /**
     * @param folder an existing folder for downloads
     */
    ObjectCheckpointStore(
            ObjectStore store,
            TrainingClient client,
            Retry retry,
            Assignment assignment,
            Path folder) {
        this.store = store;
        this.client = client;
        this.retry = retry;
        this.assignment = assignment;
        this.folder = folder;
        this.newestFirst = new ArrayDeque<>(assignment.checkpoints());
    }

    @Override
    public void save(long step, Path file) throws IOException {
        ObjectKey key =
                new KeyPrefix(assignment.checkpointPrefix())
                        .resolve(ObjectKeys.checkpointName(step, assignment.attempt()));
        StoredObject stored = interruptibly("upload of a checkpoint", () -> store.put(key, file));
        CheckpointRecord checkpoint =
                new CheckpointRecord(step, key.value(), stored.sha256().hex(), stored.sizeBytes());
        interruptibly(
                "recording a checkpoint",
                () -> {
                    client.checkpoint(checkpoint);
                    return step;
                });
        newestFirst.addFirst(checkpoint);
        LOG.info("checkpoint of step {}, {} bytes", step, checkpoint.sizeBytes());
    }

    @Override
    public Optional<Path> newest() throws IOException {
        for (CheckpointRecord checkpoint : newestFirst) {
            Path file = folder.resolve("checkpoint-" + checkpoint.step() + ".safetensors");
            boolean whole =
                    interruptibly("download of a checkpoint", () -> fetch(checkpoint, file));
            if (whole) {
                LOG.info("resuming from step {}", checkpoint.step());
                return Optional.of(file);
            }
            LOG.warn("checkpoint of step {} is damaged, taking the one before", checkpoint.step());
            Files.deleteIfExists(file);
        }
        return Optional.empty();
    }

    /** Whether the object is there with the recorded bytes. */
    private boolean fetch(CheckpointRecord checkpoint, Path file) throws IOException {
        try {
            store.download(new ObjectKey(checkpoint.key()), file, new Sha256(checkpoint.sha256()));
            return true;
        } catch (ObjectNotFoundException | DigestMismatchException e) {
            return false;
        }
    }

    private <T> T interruptibly(String what, Retry.Call<T> call) throws IOException {
        try {
            return retry.call(what, call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted", e);
        }
    }
}

package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.service.modelcache.ModelLoader;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Fetches the artifacts of a version, verifies their digests and reads them. */
final class ServedModelLoader implements ModelLoader<VersionKey, ServedModel> {

    private static final Logger LOG = Logger.getLogger(ServedModelLoader.class);

    private final ObjectStore store;
    private final Optional<Path> parent;
    private final EmbeddingDisk disk;

    ServedModelLoader(ObjectStore store, Optional<Path> parent, EmbeddingDisk disk) {
        this.store = store;
        this.parent = parent;
        this.disk = disk;
    }

    @Override
    public long expectedBytes(VersionKey key) {
        return needed(key.version()).stream()
                .mapToLong(file -> ServedModel.expectedBytes(file.path(), file.sizeBytes()))
                .sum();
    }

    @Override
    public ServedModel load(VersionKey key) throws IOException {
        KeyPrefix prefix = prefix(key);
        ScratchFolder scratch = ScratchFolder.create(parent, "model");
        try {
            Path folder = scratch.path();
            EmbeddingDisk.Share share = disk.take(folder, embeddingBytes(key.version()));
            try {
                return load(key, prefix, folder, share);
            } catch (IOException | RuntimeException | Error e) {
                share.close();
                throw e;
            }
        } finally {
            // embeddings are read on as long as their file is open, though it has no name any more
            delete(scratch);
        }
    }

    /** What cannot be deleted is no reason to lose the model that was loaded. */
    private static void delete(ScratchFolder scratch) {
        try {
            scratch.close();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the files of a loaded model could not be deleted", e);
        }
    }

    private static long embeddingBytes(ModelVersion version) {
        return version.artifacts().stream()
                .filter(artifact -> artifact.path().equals(TrainingCells.EMBEDDINGS))
                .mapToLong(ModelVersion.Artifact::sizeBytes)
                .sum();
    }

    private ServedModel load(
            VersionKey key, KeyPrefix prefix, Path folder, EmbeddingDisk.Share share)
            throws IOException {
        for (ModelVersion.Artifact artifact : needed(key.version())) {
            store.download(
                    prefix.resolve(artifact.path()),
                    folder.resolve(artifact.path()),
                    new Sha256(artifact.sha256()));
        }
        return ServedModel.load(folder, share);
    }

    @Override
    public long bytes(ServedModel model) {
        return model.sizeBytes();
    }

    /** Where training put the version; never a place of another tenant. */
    static KeyPrefix prefix(VersionKey key) {
        KeyPrefix prefix = new KeyPrefix(key.version().keyPrefix());
        if (!prefix.value().startsWith(ObjectKeys.tenantPrefix(key.tenant()).value())) {
            throw new IllegalStateException("a model version lies outside of its tenant");
        }
        return prefix;
    }

    private static List<ModelVersion.Artifact> needed(ModelVersion version) {
        return version.artifacts().stream()
                .filter(artifact -> ServedModel.FILES.contains(artifact.path()))
                .toList();
    }
}

package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.service.modelcache.ModelLoader;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Fetches the artifacts of a version, verifies their digests and reads them. */
final class ServedModelLoader implements ModelLoader<VersionKey, ServedModel> {

    /** Text and doubles take more room in memory than in their files. */
    private static final int EXPANSION = 2;

    private final ObjectStore store;
    private final Optional<Path> parent;

    ServedModelLoader(ObjectStore store, Optional<Path> parent) {
        this.store = store;
        this.parent = parent;
    }

    @Override
    public long expectedBytes(VersionKey key) {
        return EXPANSION
                * needed(key.version()).stream().mapToLong(ModelVersion.Artifact::sizeBytes).sum();
    }

    @Override
    public ServedModel load(VersionKey key) throws IOException {
        KeyPrefix prefix = prefix(key);
        try (ScratchFolder scratch = ScratchFolder.create(parent, "model")) {
            Path folder = scratch.path();
            for (ModelVersion.Artifact artifact : needed(key.version())) {
                store.download(
                        prefix.resolve(artifact.path()),
                        folder.resolve(artifact.path()),
                        new Sha256(artifact.sha256()));
            }
            return ServedModel.load(folder);
        }
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

package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.adaptation.ReactorModelFolder;
import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adapted models as objects, and those last used in memory. */
@ApplicationScoped
public class ModelFiles {
    private final ObjectStore store;
    private final Map<String, ReactorModel> loaded;

    @Inject
    public ModelFiles(ObjectStore store, ReactorsConfig config) {
        this.store = store;
        int kept = config.keptModels();
        this.loaded =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, ReactorModel> eldest) {
                        return size() > kept;
                    }
                };
    }

    /**
     * What an attempt writes to. Each has objects of its own, for a process that was given up may
     * still write; that of a request is alone.
     */
    static KeyPrefix prefix(TenantId tenant, AdaptationEntity row) {
        return row.attempts == 0
                ? ObjectKeys.adaptationPrefix(tenant, row.reactorId, row.id)
                : ObjectKeys.adaptationPrefix(tenant, row.reactorId, row.id, row.attempts);
    }

    /** Writes all objects of a model. */
    List<Artifact> write(TenantId tenant, AdaptationEntity row, ReactorModel model) {
        try (ScratchFolder folder = ScratchFolder.create(Optional.empty(), "adaptation")) {
            List<Artifact> artifacts = new ArrayList<>();
            for (String path : ReactorModelFolder.write(model, folder.path())) {
                Path file = folder.path().resolve(path);
                String own = row.attempts == 0 ? path : row.attempts + "/" + path;
                store.put(ObjectKeys.adaptation(tenant, row.reactorId, row.id, own), file);
                artifacts.add(new Artifact(own, Files.size(file), Sha256.of(file).hex()));
            }
            return artifacts;
        } catch (IOException e) {
            throw new UncheckedIOException("an adapted model cannot be stored", e);
        }
    }

    private static String name(Artifact artifact) {
        return artifact.path().substring(artifact.path().lastIndexOf('/') + 1);
    }

    /**
     * The model of a row, which the caller's tenant was looked up with.
     *
     * @throws io.cuvette.service.store.DigestMismatchException when an object is not what was
     *     written
     */
    ReactorModel read(TenantId tenant, AdaptationEntity row) {
        synchronized (loaded) {
            ReactorModel model = loaded.get(row.id);
            if (model != null) {
                return model;
            }
        }
        try (ScratchFolder folder = ScratchFolder.create(Optional.empty(), "adaptation")) {
            for (Artifact artifact : row.artifacts) {
                store.download(
                        ObjectKeys.adaptation(tenant, row.reactorId, row.id, artifact.path()),
                        folder.path().resolve(name(artifact)),
                        new Sha256(artifact.sha256()));
            }
            ReactorModel model = ReactorModelFolder.read(folder.path());
            synchronized (loaded) {
                loaded.put(row.id, model);
            }
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException("an adapted model cannot be read", e);
        }
    }
}

package io.cuvette.service.modellibrary;

import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.service.training.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Artifacts of a version in a folder of their own, which is gone with {@link #close}. */
public final class VersionFiles implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(VersionFiles.class);

    private final ObjectStore store;
    private final VersionKey key;
    private final KeyPrefix prefix;
    private final Predicate<String> needed;
    private final ScratchFolder scratch;
    private final BooleanSupplier evictIdle;

    private VersionFiles(
            ObjectStore store,
            VersionKey key,
            Predicate<String> needed,
            ScratchFolder scratch,
            BooleanSupplier evictIdle) {
        this.store = store;
        this.key = key;
        this.prefix = prefix(key);
        this.needed = needed;
        this.scratch = scratch;
        this.evictIdle = evictIdle;
    }

    /**
     * A folder for the files; nothing is fetched yet.
     *
     * @param parent of the folder; the system's temporary one when empty
     * @param word that the folder's name begins with
     * @param needed paths of the artifacts to fetch
     * @throws IllegalStateException when the version lies outside of its tenant
     */
    public static VersionFiles in(
            Optional<Path> parent,
            String word,
            ObjectStore store,
            VersionKey key,
            Predicate<String> needed)
            throws IOException {
        return in(parent, word, store, key, needed, () -> false);
    }

    static VersionFiles in(
            Optional<Path> parent,
            String word,
            ObjectStore store,
            VersionKey key,
            Predicate<String> needed,
            BooleanSupplier evictIdle)
            throws IOException {
        prefix(key);
        return new VersionFiles(store, key, needed, ScratchFolder.create(parent, word), evictIdle);
    }

    /** Where training put the version; never a place of another tenant. */
    private static KeyPrefix prefix(VersionKey key) {
        KeyPrefix prefix = new KeyPrefix(key.version().keyPrefix());
        if (!prefix.value().startsWith(ObjectKeys.tenantPrefix(key.tenant()).value())) {
            throw new IllegalStateException("a model version lies outside of its tenant");
        }
        return prefix;
    }

    /** Artifacts that {@link #fetch} brings. */
    public List<ModelVersion.Artifact> artifacts() {
        return artifacts(key.version(), needed);
    }

    static List<ModelVersion.Artifact> artifacts(ModelVersion version, Predicate<String> needed) {
        return version.artifacts().stream()
                .filter(artifact -> needed.test(artifact.path()))
                .toList();
    }

    public Path folder() {
        return scratch.path();
    }

    /**
     * Brings the artifacts into the folder, each under its path, and verifies their digests.
     *
     * @throws IOException when the disk fails; what the store throws
     */
    public void fetch() throws IOException {
        for (ModelVersion.Artifact artifact : artifacts()) {
            store.download(
                    prefix.resolve(artifact.path()),
                    scratch.path().resolve(artifact.path()),
                    new Sha256(artifact.sha256()));
        }
    }

    /**
     * Closes a loaded model that nobody uses, to make room for this one beyond memory.
     *
     * @return false when there is none
     */
    public boolean evictIdle() {
        return evictIdle.getAsBoolean();
    }

    /** Deletes the files; what cannot be deleted is no reason to lose what was read. */
    @Override
    public void close() {
        try {
            scratch.close();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the files of a model version could not be deleted", e);
        }
    }
}

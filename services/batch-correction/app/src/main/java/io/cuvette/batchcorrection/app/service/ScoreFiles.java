package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.CellLibraryConfig;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.modellibrary.VersionFiles;
import io.cuvette.service.modellibrary.VersionKey;
import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.ObjectNotFoundException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.training.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Card, scores, intervals and classifications of a version, fetched from the store and verified;
 * neither its weights nor its cells.
 */
@ApplicationScoped
public class ScoreFiles {

    /** Temporary folders of scores are named so, with a number. */
    static final String WORD = "scores";

    private static final Logger LOG = Logger.getLogger(ScoreFiles.class);

    /** Beyond this they are not what a program of ours writes. */
    private static final long LARGEST = 64L << 20;

    private static final int READERS = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final List<String> FILES =
            List.of(
                    ModelCard.FILE,
                    ModelFolder.EVALUATION,
                    ModelFolder.INTERVALS,
                    Classifications.FILE);

    private final ObjectStore store;
    private final Caller caller;
    private final CellLibraryConfig config;
    private final Semaphore readers = new Semaphore(READERS);

    ScoreFiles(ObjectStore store, Caller caller, CellLibraryConfig config) {
        this.store = store;
        this.caller = caller;
        this.config = config;
    }

    /** Reads the files, which are gone afterwards. */
    @FunctionalInterface
    interface FolderReader<T> {
        T read(Path folder) throws IOException;
    }

    /**
     * @param version one of the caller's
     * @throws ProblemException INTERNAL when what is stored is not what was published, OVERLOADED
     */
    <T> T read(ModelVersion version, FolderReader<T> reader) {
        List<ModelVersion.Artifact> needed =
                version.artifacts().stream()
                        .filter(artifact -> FILES.contains(artifact.path()))
                        .toList();
        if (needed.stream().mapToLong(ModelVersion.Artifact::sizeBytes).sum() > LARGEST) {
            throw new ProblemException(
                    ErrorCode.UNPROCESSABLE,
                    "The scores of version %d of model %s are larger than this service may hold."
                            .formatted(version.version(), version.name()));
        }
        acquire();
        try {
            return fetched(version, reader);
        } catch (DigestMismatchException | ObjectNotFoundException | IOException e) {
            LOG.errorf(
                    e, "Scores of %s version %d cannot be read", version.name(), version.version());
            throw new ProblemException(
                    ErrorCode.INTERNAL,
                    "Version %d of model %s is damaged or cannot be read."
                            .formatted(version.version(), version.name()),
                    List.of(),
                    null,
                    e);
        } finally {
            readers.release();
        }
    }

    private void acquire() {
        try {
            if (readers.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(
                ErrorCode.OVERLOADED, "Other scores are being read; try again in a while.");
    }

    private <T> T fetched(ModelVersion version, FolderReader<T> reader) throws IOException {
        try (VersionFiles files =
                VersionFiles.in(
                        config.scratch(),
                        WORD,
                        store,
                        new VersionKey(caller.tenant(), version),
                        FILES::contains)) {
            files.fetch();
            return reader.read(files.folder());
        }
    }
}

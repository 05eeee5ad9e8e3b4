package io.cuvette.service.dataset;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.scratch.DiskReserve;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.limit.TenantPermits;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.service.training.Dataset;
import io.cuvette.service.training.TrainingGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Datasets of the caller, fetched and read for one request. One per app, for all threads; {@link
 * #sweep} it when the app starts and close it when it stops.
 */
public final class DatasetFiles implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DatasetFiles.class);

    /** Reading takes a core and scratch disk; more readers than this wait their turn elsewhere. */
    private static final int READERS = 4;

    private static final int READERS_OF_A_TENANT = 2;

    /** Of the scratch folder; fixed, so that the next process finds it. */
    private static final String KEPT = "kept-datasets";

    /** Words that names of temporary folders in the scratch folder begin with. */
    public static final Set<String> WORDS = Set.of("dataset", "reading");

    private final TrainingGateway training;
    private final Caller caller;
    private final DatasetFilesConfig config;
    private final Optional<Path> scratch;
    private final DownloadedDatasets downloaded;
    private final TenantPermits readers = new TenantPermits(READERS, READERS_OF_A_TENANT);

    /**
     * @param service whose files they are, such as {@code batch-correction}
     * @param caller of the request at hand
     * @param scratch folder of this process alone; the system's temporary one, and there one of the
     *     service, when empty
     */
    public DatasetFiles(
            String service,
            TrainingGateway training,
            ObjectStore store,
            Caller caller,
            DatasetFilesConfig config,
            Optional<Path> scratch) {
        this.training = training;
        this.caller = caller;
        this.config = config;
        this.scratch = scratch;
        this.downloaded =
                new DownloadedDatasets(
                        (key, target) ->
                                store.download(
                                        ObjectKeys.dataset(key.tenant(), key.datasetId()),
                                        target,
                                        key.sha256()),
                        (folder, bytes) -> DiskReserve.of(folder).require(bytes),
                        scratch.orElseGet(() -> temporary(service)).resolve(KEPT),
                        config.keptDatasets().asLongValue(),
                        config.datasetLifetime());
    }

    private static Path temporary(String service) {
        return Path.of(System.getProperty("java.io.tmpdir"), "cuvette-" + service);
    }

    /** Uses the dataset's file, which others may read at the same time, and a folder of its own. */
    @FunctionalInterface
    public interface FileUse<T> {
        T apply(Path file, Path scratch, Dataset dataset) throws IOException;
    }

    /**
     * Fetches one of the caller's datasets and uses it.
     *
     * @throws ProblemException NOT_FOUND, ILLEGAL_STATE when it is not READY, PAYLOAD_TOO_LARGE,
     *     OVERLOADED, DATASET_INVALID
     */
    public <T> T with(String datasetId, FileUse<T> use) {
        Dataset dataset = find(datasetId);
        if (!dataset.ready()) {
            throw new ProblemException(
                    ErrorCode.ILLEGAL_STATE,
                    "Dataset %s is %s; only a READY one can be read."
                            .formatted(dataset.id(), dataset.state()));
        }
        if (dataset.sizeBytes() > config.largestDataset().asLongValue()) {
            throw new ProblemException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "Dataset %s has %d bytes; this operation reads at most %d."
                            .formatted(
                                    dataset.id(),
                                    dataset.sizeBytes(),
                                    config.largestDataset().asLongValue()));
        }
        TenantPermits.Permit turn =
                readers.take(caller.tenant()).orElseThrow(DatasetFiles::overloaded);
        try {
            return withFile(dataset, use);
        } catch (DataException e) {
            throw new ProblemException(
                    ErrorCode.DATASET_INVALID,
                    "Dataset %s: %s".formatted(dataset.id(), e.finding().message()));
        } catch (DigestMismatchException e) {
            LOG.errorf("Dataset %s is not in the store as it was uploaded", dataset.id());
            throw new ProblemException(
                    ErrorCode.DATASET_INVALID,
                    "The stored bytes of dataset %s are damaged; upload it again."
                            .formatted(dataset.id()));
        } catch (ScratchException e) {
            LOG.error("reading dataset " + dataset.id(), e);
            throw tooLittleScratch(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turn.close();
        }
    }

    /** A deleted dataset leaves nothing here from the moment that this is known. */
    private Dataset find(String datasetId) {
        try {
            return training.dataset(datasetId);
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                downloaded.forget(caller.tenant(), datasetId);
            }
            throw e;
        }
    }

    private static ProblemException overloaded() {
        return new ProblemException(
                ErrorCode.OVERLOADED, "Other datasets are being read; try again in a while.");
    }

    private static ProblemException tooLittleScratch(Exception cause) {
        return new ProblemException(
                ErrorCode.OVERLOADED,
                "There is too little scratch space at the moment; try again in a while.",
                List.of(),
                null,
                cause);
    }

    private <T> T withFile(Dataset dataset, FileUse<T> use) throws IOException {
        try (DownloadedDatasets.Use kept = fetch(dataset);
                ScratchFolder own = ScratchFolder.create(scratch, "reading")) {
            return use.apply(kept.file(), own.path(), dataset);
        }
    }

    private DownloadedDatasets.Use fetch(Dataset dataset) {
        DownloadedDatasets.Key key =
                new DownloadedDatasets.Key(
                        caller.tenant(), dataset.id(), new Sha256(dataset.sha256()));
        try {
            return downloaded.open(key, dataset.sizeBytes());
        } catch (IOException | UncheckedIOException e) {
            LOG.error("fetching dataset " + dataset.id(), e);
            throw tooLittleScratch(e);
        }
    }

    /**
     * Deletes kept files of a former process; to be called before the first request.
     *
     * @throws IOException when something stays
     */
    public void sweep() throws IOException {
        downloaded.sweep();
    }

    /** Deletes the kept files: those in use with the end of their use. */
    @Override
    public void close() {
        downloaded.close();
    }
}

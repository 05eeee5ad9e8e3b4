package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.Dataset;
import io.cuvette.batchcorrection.app.client.TrainingGateway;
import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Datasets of the caller, fetched and read for one request. */
@ApplicationScoped
public class DatasetFiles {

    private static final Logger LOG = Logger.getLogger(DatasetFiles.class);

    /** Reading takes a core and scratch disk; more readers than this wait their turn elsewhere. */
    private static final int READERS = 2;

    private final TrainingGateway training;
    private final ObjectStore store;
    private final Caller caller;
    private final ModelLibraryConfig config;
    private final Semaphore readers = new Semaphore(READERS);

    DatasetFiles(
            TrainingGateway training, ObjectStore store, Caller caller, ModelLibraryConfig config) {
        this.training = training;
        this.store = store;
        this.caller = caller;
        this.config = config;
    }

    /** Uses the dataset's file, which is gone afterwards. */
    @FunctionalInterface
    interface FileUse<T> {
        T apply(Path file, Path scratch, Dataset dataset) throws IOException;
    }

    /**
     * Fetches one of the caller's datasets and uses it.
     *
     * @throws ProblemException NOT_FOUND, ILLEGAL_STATE when it is not READY, PAYLOAD_TOO_LARGE,
     *     OVERLOADED, DATASET_INVALID
     */
    <T> T with(String datasetId, FileUse<T> use) {
        Dataset dataset = training.dataset(datasetId);
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
        if (!readers.tryAcquire()) {
            throw new ProblemException(
                    ErrorCode.OVERLOADED, "Other datasets are being read; try again in a while.");
        }
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
            throw new ProblemException(
                    ErrorCode.OVERLOADED,
                    "There is too little scratch space at the moment; try again in a while.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            readers.release();
        }
    }

    private <T> T withFile(Dataset dataset, FileUse<T> use) throws IOException {
        try (ScratchFolder scratch = ScratchFolder.create(config.scratch(), "dataset")) {
            Path file = scratch.path().resolve("dataset");
            store.download(
                    ObjectKeys.dataset(caller.tenant(), dataset.id()),
                    file,
                    new Sha256(dataset.sha256()));
            return use.apply(file, scratch.path(), dataset);
        }
    }

    static ReadOptions options(Dataset dataset, Path scratch) {
        return new ReadOptions(orientation(dataset), scratch, ReadLimits.DEFAULT);
    }

    private static Orientation orientation(Dataset dataset) {
        return switch (dataset.orientation() == null ? "detect" : dataset.orientation()) {
            case "cellsByGenes" -> Orientation.CELLS_BY_GENES;
            case "genesByCells" -> Orientation.GENES_BY_CELLS;
            default -> Orientation.DETECT;
        };
    }
}

package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.Dataset;
import io.cuvette.batchcorrection.app.client.TrainingGateway;
import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.scratch.DiskReserve;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Datasets of the caller, fetched and read for one request. */
@ApplicationScoped
public class DatasetFiles {

    private static final Logger LOG = Logger.getLogger(DatasetFiles.class);

    /** Reading takes a core and scratch disk; more readers than this wait their turn elsewhere. */
    private static final int READERS = 4;

    private static final int READERS_OF_A_TENANT = 2;

    /** Of the scratch folder; fixed, so that the next process finds it. */
    private static final String KEPT = "kept-datasets";

    /** Temporary folders of this service in its scratch folder: a word and a random number. */
    private static final Pattern LEFTOVER =
            Pattern.compile("(dataset|reading|export|scores|model)\\d+");

    private final TrainingGateway training;
    private final Caller caller;
    private final ModelLibraryConfig config;
    private final DownloadedDatasets downloaded;
    private final TenantPermits readers = new TenantPermits(READERS, READERS_OF_A_TENANT);

    DatasetFiles(
            TrainingGateway training, ObjectStore store, Caller caller, ModelLibraryConfig config) {
        this.training = training;
        this.caller = caller;
        this.config = config;
        this.downloaded =
                new DownloadedDatasets(
                        (key, target) ->
                                store.download(
                                        ObjectKeys.dataset(key.tenant(), key.datasetId()),
                                        target,
                                        key.sha256()),
                        (folder, bytes) -> DiskReserve.of(folder).require(bytes),
                        scratch(config).resolve(KEPT),
                        config.keptDatasets().asLongValue(),
                        config.datasetLifetime());
    }

    /** Uses the dataset's file, which others may read at the same time, and a folder of its own. */
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
                ScratchFolder scratch = ScratchFolder.create(config.scratch(), "reading")) {
            return use.apply(kept.file(), scratch.path(), dataset);
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

    /** A process that was killed could not delete what it had of its callers' data. */
    void start(@Observes StartupEvent event) {
        try {
            downloaded.sweep();
            if (config.scratch().isPresent() && Files.exists(config.scratch().get())) {
                sweep(config.scratch().get());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.error("files of datasets that a former process left cannot be deleted", e);
        }
    }

    private static void sweep(Path scratch) throws IOException {
        try (Stream<Path> children = Files.list(scratch)) {
            for (Path child : children.toList()) {
                if (LEFTOVER.matcher(child.getFileName().toString()).matches()) {
                    ScratchFolder.delete(child);
                }
            }
        }
    }

    private static Path scratch(ModelLibraryConfig config) {
        return config.scratch()
                .orElseGet(
                        () ->
                                Path.of(
                                        System.getProperty("java.io.tmpdir"),
                                        "cuvette-batch-correction"));
    }

    void stop(@Observes ShutdownEvent event) {
        downloaded.close();
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

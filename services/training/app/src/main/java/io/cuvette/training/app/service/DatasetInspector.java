package io.cuvette.training.app.service;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.DigestMismatchException;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectNotFoundException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.launcher.ValidatorProcess;
import io.cuvette.training.app.launcher.WorkerFolders;
import io.cuvette.training.app.persistence.DatasetEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;

/** Checks one upload: size, digest, and what is in it. */
@ApplicationScoped
public class DatasetInspector {

    private final ObjectStore store;
    private final ValidatorProcess validator;
    private final WorkerConfig worker;

    @Inject
    public DatasetInspector(ObjectStore store, ValidatorProcess validator, WorkerConfig worker) {
        this.store = store;
        this.validator = validator;
        this.worker = worker;
    }

    /**
     * @throws io.cuvette.service.store.StoreUnavailableException when the store is away
     */
    ValidationReport inspect(DatasetEntity dataset) throws IOException, InterruptedException {
        ObjectKey key = ObjectKeys.dataset(new TenantId(dataset.tenant), dataset.id);
        Path folder = WorkerFolders.createValidation(worker);
        try {
            long size = store.stat(key).sizeBytes();
            if (size != dataset.sizeBytes) {
                return ValidationReport.refused(
                        Finding.error(
                                FindingCode.TRUNCATED,
                                "sizeBytes",
                                "%d bytes were declared and %d uploaded; upload the file again"
                                        .formatted(dataset.sizeBytes, size)));
            }
            Path file = folder.resolve("upload");
            store.download(key, file, new Sha256(dataset.sha256));
            return validator.run(file, dataset.orientation, folder);
        } catch (DigestMismatchException e) {
            return ValidationReport.refused(
                    Finding.error(
                            FindingCode.CORRUPT,
                            "sha256",
                            "the uploaded bytes have another SHA-256 than was declared; upload the"
                                    + " file again"));
        } catch (ObjectNotFoundException e) {
            return ValidationReport.refused(
                    Finding.error(
                            FindingCode.TRUNCATED,
                            "",
                            "the uploaded bytes are gone from the store; upload the file again"));
        } finally {
            WorkerFolders.deleteQuietly(folder);
        }
    }
}

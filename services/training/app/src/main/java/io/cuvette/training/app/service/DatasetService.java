package io.cuvette.training.app.service;

import io.cuvette.service.cleanup.CleanupEntity;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.id.Ids;
import io.cuvette.service.idempotency.Answer;
import io.cuvette.service.idempotency.Idempotency;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.PresignedUpload;
import io.cuvette.service.store.UploadRejectedException;
import io.cuvette.service.store.UploadedPart;
import io.cuvette.training.app.config.DatasetsConfig;
import io.cuvette.training.app.persistence.DatasetEntity;
import io.cuvette.training.app.persistence.DatasetRepository;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.SweepRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Uploads of datasets. The bytes go from the caller straight to the object store; no transaction
 * waits for it.
 */
@ApplicationScoped
public class DatasetService {

    private static final Logger LOG = Logger.getLogger(DatasetService.class);
    private static final int MAX_PARTS = 1000;
    private static final long MEBIBYTE = 1L << 20;
    private static final int EXPIRY_BATCH = 50;

    /** Longer than any creation takes. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(30);

    private final DatasetRepository datasets;
    private final JobRepository jobs;
    private final SweepRepository sweeps;
    private final CleanupRepository cleanupList;
    private final Cleanups cleanups;
    private final ObjectStore store;
    private final Idempotency idempotency;
    private final DatasetsConfig config;
    private final Event<DatasetUploaded> uploads;
    private final BackgroundLoop loop;

    @Inject
    public DatasetService(
            DatasetRepository datasets,
            JobRepository jobs,
            SweepRepository sweeps,
            CleanupRepository cleanupList,
            Cleanups cleanups,
            ObjectStore store,
            Idempotency idempotency,
            DatasetsConfig config,
            Event<DatasetUploaded> uploads,
            MeterRegistry metrics) {
        this.loop = new BackgroundLoop("stale-uploads", metrics);
        this.datasets = datasets;
        this.jobs = jobs;
        this.sweeps = sweeps;
        this.cleanupList = cleanupList;
        this.cleanups = cleanups;
        this.store = store;
        this.idempotency = idempotency;
        this.config = config;
        this.uploads = uploads;
    }

    /** Fired within the transaction that completes an upload. */
    public record DatasetUploaded(String datasetId) {}

    /** Makes the answer to a creation, which is stored with its idempotency key. */
    @FunctionalInterface
    public interface AnswerMaker {
        Answer of(DatasetEntity dataset, PresignedUpload upload);
    }

    /**
     * Begins an upload, at most once per key.
     *
     * @throws io.cuvette.service.error.ProblemException when the file is too large or too many
     *     uploads are open
     */
    public Answer create(
            TenantId tenant,
            NewUpload request,
            Optional<IdempotencyKey> key,
            RequestHash hash,
            AnswerMaker answer) {
        if (request.sizeBytes() > config.maxSize().asLongValue()) {
            throw Problems.invalid(
                    "sizeBytes", "is above the limit of " + config.maxSize().asLongValue());
        }
        String id = Ids.next();
        KeyPrefix prefix = ObjectKeys.datasetPrefix(tenant, id);
        // the cleanup first: whatever the store begins under this key goes, unless a row for it is
        // committed, which withdraws the cleanup
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew()
                        .call(() -> cleanupList.add(tenant, prefix, ABANDONED_AFTER));
        PresignedUpload upload =
                store.createUpload(
                        ObjectKeys.dataset(tenant, id),
                        request.sizeBytes(),
                        partSize(request.sizeBytes()),
                        config.uploadLifetime());
        Answer made =
                idempotency.execute(
                        tenant,
                        key,
                        hash,
                        () -> {
                            DatasetEntity dataset = insert(tenant, id, request, upload);
                            cleanupList.withdraw(tenant, prefix);
                            return answer.of(dataset, upload);
                        });
        if (made.replayed()) {
            cleanups.run(cleanup);
        }
        return made;
    }

    private DatasetEntity insert(
            TenantId tenant, String id, NewUpload request, PresignedUpload upload) {
        if (datasets.uploading(tenant) >= config.maxOpenUploadsPerTenant()) {
            throw Problems.tooMany(
                    "There are already "
                            + config.maxOpenUploadsPerTenant()
                            + " open uploads; complete or delete some.");
        }
        DatasetEntity dataset = new DatasetEntity();
        dataset.id = id;
        dataset.tenant = tenant.value();
        dataset.name = request.name();
        dataset.state = DatasetState.UPLOADING;
        dataset.sizeBytes = request.sizeBytes();
        dataset.sha256 = request.sha256().hex();
        dataset.orientation = request.orientation();
        dataset.createdAt = Instant.now();
        dataset.updatedAt = dataset.createdAt;
        dataset.uploadId = upload.uploadId();
        dataset.uploadExpiresAt = upload.expiresAt();
        datasets.persist(dataset);
        return dataset;
    }

    private long partSize(long sizeBytes) {
        long smallest = (sizeBytes + MAX_PARTS - 1) / MAX_PARTS;
        long rounded = (smallest + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
        return Math.max(config.partSize().asLongValue(), rounded);
    }

    /**
     * Makes the parts one object and queues its validation; may be repeated.
     *
     * @throws io.cuvette.service.error.ProblemException when the store does not have these parts
     */
    public DatasetEntity complete(TenantId tenant, String id, List<UploadedPart> parts) {
        DatasetEntity dataset = get(tenant, id);
        if (dataset.state != DatasetState.UPLOADING) {
            return dataset;
        }
        ObjectKey key = ObjectKeys.dataset(tenant, id);
        try {
            store.completeUpload(key, dataset.uploadId, parts);
        } catch (UploadRejectedException e) {
            // an earlier call may have completed it and died before it was recorded
            if (store.find(key).isEmpty()) {
                throw Problems.uploadRejected(
                        "These are not the parts that were uploaded; send every part's ETag.");
            }
        }
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            DatasetEntity locked =
                                    datasets.lock(tenant, id)
                                            .orElseThrow(() -> Problems.notFound("dataset", id));
                            if (locked.state == DatasetState.UPLOADING) {
                                locked.state = DatasetState.VALIDATING;
                                locked.uploadId = null;
                                locked.uploadExpiresAt = null;
                                locked.updatedAt = Instant.now();
                                uploads.fire(new DatasetUploaded(id));
                            }
                            return locked;
                        });
    }

    @Transactional
    public DatasetEntity get(TenantId tenant, String id) {
        return datasets.find(tenant, id).orElseThrow(() -> Problems.notFound("dataset", id));
    }

    @Transactional
    public List<DatasetEntity> page(TenantId tenant, Optional<String> before, int limit) {
        return datasets.page(tenant, before, limit);
    }

    public DatasetPreview preview(TenantId tenant, String id, int rows) {
        DatasetEntity dataset = get(tenant, id);
        if (dataset.preview == null) {
            throw Problems.datasetNotReady(dataset.state);
        }
        return dataset.preview.first(rows);
    }

    /**
     * Deletes row and bytes; when the store is away, the bytes as soon as it is back.
     *
     * @throws io.cuvette.service.error.ProblemException while a job that is not finished uses it
     */
    public void delete(TenantId tenant, String id) {
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    DatasetEntity dataset =
                                            datasets.lock(tenant, id)
                                                    .orElseThrow(
                                                            () -> Problems.notFound("dataset", id));
                                    if (jobs.usesDataset(tenant, id)
                                            || sweeps.usesDataset(tenant, id)) {
                                        throw Problems.inUse(
                                                "A job or sweep that is not finished uses the dataset;"
                                                        + " cancel it first.");
                                    }
                                    return remove(dataset);
                                });
        cleanups.run(cleanup);
    }

    private CleanupEntity remove(DatasetEntity dataset) {
        TenantId tenant = new TenantId(dataset.tenant);
        datasets.delete(dataset);
        return cleanupList.add(tenant, ObjectKeys.datasetPrefix(tenant, dataset.id), Duration.ZERO);
    }

    /** Uploads that were not completed in time go with their parts. */
    @Scheduled(
            identity = "stale-uploads",
            every = "${cuvette.datasets.expire-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(() -> QuarkusTransaction.requiringNew().run(this::expireUploads));
    }

    private void expireUploads() {
        for (DatasetEntity dataset : datasets.lockStaleUploads(EXPIRY_BATCH)) {
            LOG.infof("upload of dataset %s was not completed in time", dataset.id);
            remove(dataset);
        }
    }
}

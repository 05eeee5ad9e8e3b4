package io.cuvette.training.app.service;

import io.cuvette.service.id.Ids;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.ModelEntity;
import io.cuvette.training.app.persistence.ModelRepository;
import io.cuvette.training.app.persistence.ModelVersionEntity;
import io.cuvette.training.app.persistence.ModelVersionRepository;
import io.cuvette.training.app.worker.protocol.PublishRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the artifacts of an attempt a model version: they are whole in the store before, and the
 * version appears in the same transaction as the job's {@code SUCCEEDED}.
 */
@ApplicationScoped
public class PublicationService {

    private final AttemptService attempts;
    private final JobRepository jobs;
    private final ModelRepository models;
    private final ModelVersionRepository versions;
    private final JobLifecycle lifecycle;
    private final ObjectStore store;

    @Inject
    public PublicationService(
            AttemptService attempts,
            JobRepository jobs,
            ModelRepository models,
            ModelVersionRepository versions,
            JobLifecycle lifecycle,
            ObjectStore store) {
        this.attempts = attempts;
        this.jobs = jobs;
        this.models = models;
        this.versions = versions;
        this.lifecycle = lifecycle;
        this.store = store;
    }

    /**
     * @return the version number, the same one when an attempt asks again
     * @throws io.cuvette.service.error.ProblemException when the lease is lost, or an artifact is
     *     not in the store with the size that was told
     */
    public int publish(AttemptRef attempt, PublishRequest request) {
        Looked looked = QuarkusTransaction.requiringNew().call(() -> look(attempt));
        if (looked.published.isPresent()) {
            return looked.published.get();
        }
        for (PublishRequest.PublishedFile file : request.artifacts()) {
            boolean whole =
                    looked.prefix
                            .flatMap(prefix -> store.find(prefix.resolve(file.path())))
                            .filter(stored -> stored.sizeBytes() == file.sizeBytes())
                            .isPresent();
            if (!whole) {
                throw Problems.invalid(
                        "artifacts", file.path() + " is not in the store with this size");
            }
        }
        return QuarkusTransaction.requiringNew().call(() -> record(attempt, request));
    }

    /** Either where the artifacts must be, or the version that they became before. */
    private record Looked(Optional<KeyPrefix> prefix, Optional<Integer> published) {}

    private Looked look(AttemptRef attempt) {
        Optional<Integer> published = alreadyPublished(attempt);
        if (published.isPresent()) {
            return new Looked(Optional.empty(), published);
        }
        JobEntity job = attempts.lockHeld(attempt);
        return new Looked(Optional.of(AttemptService.artifacts(job)), Optional.empty());
    }

    private int record(AttemptRef attempt, PublishRequest request) {
        Optional<Integer> published = alreadyPublished(attempt);
        if (published.isPresent()) {
            return published.get();
        }
        JobEntity job = attempts.lockHeld(attempt);
        if (job.state == JobState.CANCELLING) {
            throw Problems.leaseLost();
        }
        // the name may have been deleted between a failure of the job and its retry
        ModelEntity model =
                models.lockOrCreate(attempt.tenant(), job.modelName, job.family, Ids.next());
        if (!model.family.equals(job.family)) {
            throw Problems.nameTaken("The model name now belongs to another family.");
        }
        model.lastVersion++;
        versions.persist(version(job, model, request));
        lifecycle.succeeded(job, model.lastVersion, request.metrics());
        return model.lastVersion;
    }

    private Optional<Integer> alreadyPublished(AttemptRef attempt) {
        return jobs.lock(attempt.tenant(), attempt.jobId())
                .filter(job -> AttemptService.issuedTo(job, attempt))
                .filter(job -> job.state == JobState.SUCCEEDED)
                .map(job -> job.modelVersion);
    }

    private static ModelVersionEntity version(
            JobEntity job, ModelEntity model, PublishRequest request) {
        ModelVersionEntity version = new ModelVersionEntity();
        version.modelId = model.id;
        version.version = model.lastVersion;
        version.tenant = job.tenant;
        version.jobId = job.id;
        version.datasetId = job.datasetId;
        version.datasetSha256 = job.datasetSha256;
        version.base = job.base;
        version.seed = job.seed;
        version.codeVersion = request.codeVersion();
        version.settings = job.settings;
        version.metrics = request.metrics();
        version.artifacts =
                request.artifacts().stream()
                        .map(file -> new Artifact(file.path(), file.sizeBytes(), file.sha256()))
                        .toList();
        version.keyPrefix = AttemptService.artifacts(job).value();
        version.createdAt = Instant.now();
        return version;
    }
}

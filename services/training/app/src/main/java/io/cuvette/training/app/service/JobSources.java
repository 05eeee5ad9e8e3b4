package io.cuvette.training.app.service;

import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.training.app.persistence.BaseReference;
import io.cuvette.training.app.persistence.DatasetEntity;
import io.cuvette.training.app.persistence.DatasetRepository;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.ModelEntity;
import io.cuvette.training.app.persistence.ModelRepository;
import io.cuvette.training.app.persistence.ModelVersionEntity;
import io.cuvette.training.app.persistence.ModelVersionRepository;
import io.cuvette.training.app.worker.protocol.AssignedBase;
import io.cuvette.training.app.worker.protocol.AssignedDataset;
import io.cuvette.training.core.program.BaseModel;
import io.cuvette.training.core.program.InputNeed;
import io.cuvette.training.core.program.TrainingProgram;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.TreeSet;

/** What jobs are made from: their datasets, and the models that they start from. */
@ApplicationScoped
public class JobSources {

    private final DatasetRepository datasets;
    private final ModelRepository models;
    private final ModelVersionRepository versions;

    @Inject
    public JobSources(
            DatasetRepository datasets, ModelRepository models, ModelVersionRepository versions) {
        this.datasets = datasets;
        this.models = models;
        this.versions = versions;
    }

    /** A published version that a job may start from. */
    record Base(ModelEntity model, ModelVersionEntity version) {

        BaseModel described() {
            return new BaseModel(
                    model.family,
                    model.name,
                    version.version,
                    Artifact.sha256OfAll(version.artifacts));
        }

        BaseReference reference() {
            BaseModel described = described();
            return new BaseReference(
                    model.id, described.name(), described.version(), described.sha256());
        }
    }

    /**
     * @throws io.cuvette.service.error.ProblemException naming the field when the family needs what
     *     is missing or takes none of what is there
     */
    static void requireNeeds(TrainingProgram program, JobRequest request) {
        require(
                program.datasetNeed(),
                request.datasetId().isPresent(),
                "datasetId",
                program.family(),
                "a dataset that is READY");
        require(
                program.baseNeed(),
                request.base().isPresent(),
                "base",
                program.family(),
                "a modelName and a version of the family " + families(program));
    }

    private static void require(
            InputNeed need, boolean given, String field, String family, String what) {
        if (!need.accepts(given)) {
            throw Problems.invalid(
                    field,
                    given
                            ? "is not taken by the family %s; leave it out".formatted(family)
                            : "is needed by the family %s; name %s".formatted(family, what));
        }
    }

    private static String families(TrainingProgram program) {
        return String.join(" or ", new TreeSet<>(program.baseFamilies()));
    }

    /** The request's dataset, if it has one and it is READY. */
    Optional<DatasetEntity> findDataset(TenantId tenant, JobRequest request) {
        return request.datasetId().map(id -> ready(id, datasets.find(tenant, id)));
    }

    /** As {@link #findDataset}, kept from being deleted until the transaction ends. */
    Optional<DatasetEntity> shareDataset(TenantId tenant, Optional<String> datasetId) {
        return datasetId.map(id -> ready(id, datasets.share(tenant, id)));
    }

    private static DatasetEntity ready(String id, Optional<DatasetEntity> found) {
        DatasetEntity dataset = found.orElseThrow(() -> Problems.notFound("dataset", id));
        if (dataset.state != DatasetState.READY) {
            throw Problems.datasetNotReady(dataset.state);
        }
        return dataset;
    }

    /**
     * The version that the request names as its base, if it is of a family that the program takes.
     */
    Optional<Base> findBase(TenantId tenant, TrainingProgram program, JobRequest request) {
        return request.base()
                .map(
                        named ->
                                find(tenant, named)
                                        .orElseThrow(
                                                () ->
                                                        baseNotFound(
                                                                named.modelName(),
                                                                named.version())))
                .map(base -> ofFamily(program, base));
    }

    /** As {@link #findBase}, of a request that was judged before. */
    Optional<BaseReference> reference(TenantId tenant, JobRequest request) {
        return request.base().flatMap(named -> find(tenant, named)).map(Base::reference);
    }

    private Optional<Base> find(TenantId tenant, BaseRequest named) {
        return models.find(tenant, named.modelName())
                .flatMap(
                        model ->
                                versions.find(tenant, model.id, named.version())
                                        .map(version -> new Base(model, version)));
    }

    private static Base ofFamily(TrainingProgram program, Base base) {
        if (!program.baseFamilies().contains(base.model.family)) {
            throw Problems.invalid(
                    "base.modelName",
                    "names a model of the family %s; the family %s starts from one of %s"
                            .formatted(base.model.family, program.family(), families(program)));
        }
        return base;
    }

    /**
     * Keeps the base from being deleted until the transaction ends. To be called after the model
     * that the job publishes was locked: who deletes a model locks it before its versions.
     */
    void shareBase(TenantId tenant, Optional<BaseReference> base) {
        if (base.isPresent()) {
            BaseReference named = base.get();
            if (versions.share(tenant, named.modelId(), named.version()).isEmpty()) {
                throw baseNotFound(named.modelName(), named.version());
            }
        }
    }

    private static ProblemException baseNotFound(String name, int version) {
        return Problems.notFound("base model version", name + " " + version);
    }

    /** Where a worker finds the job's dataset. */
    Optional<AssignedDataset> assignedDataset(TenantId tenant, JobEntity job) {
        return Optional.ofNullable(job.datasetId)
                .map(id -> datasets.find(tenant, id).orElseThrow(Problems::leaseLost))
                .map(
                        dataset ->
                                new AssignedDataset(
                                        ObjectKeys.dataset(tenant, dataset.id).value(),
                                        dataset.sha256,
                                        dataset.sizeBytes,
                                        dataset.orientation));
    }

    /** Where a worker finds the artifacts of the job's base. */
    Optional<AssignedBase> assignedBase(TenantId tenant, JobEntity job) {
        return Optional.ofNullable(job.base)
                .map(
                        base -> {
                            ModelEntity model =
                                    models.byId(tenant, base.modelId())
                                            .orElseThrow(Problems::leaseLost);
                            ModelVersionEntity version =
                                    versions.find(tenant, base.modelId(), base.version())
                                            .orElseThrow(Problems::leaseLost);
                            return new AssignedBase(
                                    model.family,
                                    base.modelName(),
                                    base.version(),
                                    base.sha256(),
                                    version.keyPrefix,
                                    version.artifacts);
                        });
    }
}

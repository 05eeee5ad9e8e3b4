package io.cuvette.training.app.service;

import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.etag.ETags;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.ModelAliasEntity;
import io.cuvette.training.app.persistence.ModelAliasRepository;
import io.cuvette.training.app.persistence.ModelEntity;
import io.cuvette.training.app.persistence.ModelRepository;
import io.cuvette.training.app.persistence.ModelVersionEntity;
import io.cuvette.training.app.persistence.ModelVersionRepository;
import io.cuvette.training.app.persistence.SweepRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names, versions and aliases of models. */
@ApplicationScoped
public class ModelService {

    /** Always the newest version; cannot be set. */
    public static final String LATEST = "latest";

    private final ModelRepository models;
    private final ModelVersionRepository versions;
    private final ModelAliasRepository aliases;
    private final JobRepository jobs;
    private final SweepRepository sweeps;
    private final CleanupRepository cleanups;

    @Inject
    public ModelService(
            ModelRepository models,
            ModelVersionRepository versions,
            ModelAliasRepository aliases,
            JobRepository jobs,
            SweepRepository sweeps,
            CleanupRepository cleanups) {
        this.models = models;
        this.versions = versions;
        this.aliases = aliases;
        this.jobs = jobs;
        this.sweeps = sweeps;
        this.cleanups = cleanups;
    }

    /** A version with its model and the aliases that point to it. */
    public record Version(ModelEntity model, ModelVersionEntity version, List<String> aliases) {}

    /** The newest version of each model. */
    @Transactional
    public List<Version> page(
            TenantId tenant, Optional<String> family, Optional<String> after, int limit) {
        return models.page(tenant, family, after, limit).stream()
                .flatMap(
                        model ->
                                versions.newest(tenant, model.id).stream()
                                        .map(newest -> withAliases(tenant, model, newest)))
                .toList();
    }

    @Transactional
    public List<Version> versions(
            TenantId tenant, String name, Optional<Integer> before, int limit) {
        ModelEntity model = published(tenant, name);
        return versions.page(tenant, model.id, before, limit).stream()
                .map(version -> withAliases(tenant, model, version))
                .toList();
    }

    /**
     * @param reference a number, an alias or {@code latest}
     */
    @Transactional
    public Version version(TenantId tenant, String name, String reference) {
        ModelEntity model = published(tenant, name);
        return resolve(tenant, model, reference)
                .map(version -> withAliases(tenant, model, version))
                .orElseThrow(() -> Problems.notFound("model version", reference));
    }

    private Optional<ModelVersionEntity> resolve(
            TenantId tenant, ModelEntity model, String reference) {
        if (reference.equals(LATEST)) {
            return versions.newest(tenant, model.id);
        }
        if (reference.matches("[1-9][0-9]{0,8}")) {
            return versions.find(tenant, model.id, Integer.parseInt(reference));
        }
        return aliases.find(tenant, model.id, reference)
                .flatMap(alias -> versions.find(tenant, model.id, alias.version));
    }

    /**
     * Sets an alias.
     *
     * @param ifMatch the caller's header, null when it was not sent
     * @throws io.cuvette.service.error.ProblemException when the alias exists and the condition is
     *     missing or does not hold
     */
    @Transactional
    public ModelAliasEntity setAlias(
            TenantId tenant, String name, String alias, int version, String ifMatch) {
        if (alias.equals(LATEST) || alias.matches("[0-9]+")) {
            throw Problems.invalid("alias", "must be neither latest nor a number");
        }
        ModelEntity model = lockPublished(tenant, name);
        if (versions.find(tenant, model.id, version).isEmpty()) {
            throw Problems.invalid("version", "does not exist");
        }
        Optional<ModelAliasEntity> existing = aliases.find(tenant, model.id, alias);
        existing.ifPresentOrElse(
                known -> ETags.requireMatch(ifMatch, known.revision),
                () -> ETags.requireNoMatchHeader(ifMatch));
        ModelAliasEntity entity = existing.orElseGet(ModelAliasEntity::new);
        entity.version = version;
        entity.revision++;
        if (existing.isEmpty()) {
            entity.modelId = model.id;
            entity.name = alias;
            entity.tenant = tenant.value();
            aliases.persist(entity);
        }
        return entity;
    }

    @Transactional
    public ModelAliasEntity alias(TenantId tenant, String name, String alias) {
        ModelEntity model = published(tenant, name);
        return aliases.find(tenant, model.id, alias)
                .orElseThrow(() -> Problems.notFound("alias", alias));
    }

    @Transactional
    public void deleteAlias(TenantId tenant, String name, String alias) {
        ModelEntity model = lockPublished(tenant, name);
        aliases.delete(
                aliases.find(tenant, model.id, alias)
                        .orElseThrow(() -> Problems.notFound("alias", alias)));
    }

    /** Deletes a version; its objects go right after. Refused while a job starts from it. */
    @Transactional
    public void deleteVersion(TenantId tenant, String name, int number) {
        ModelEntity model = lockPublished(tenant, name);
        ModelVersionEntity version =
                versions.lock(tenant, model.id, number)
                        .orElseThrow(
                                () -> Problems.notFound("model version", String.valueOf(number)));
        // after the lock: who files a job shares the version's row before
        if (jobs.startsFrom(tenant, model.id, number)
                || sweeps.startsFrom(tenant, model.id, number)) {
            throw startedFrom();
        }
        cleanups.add(tenant, new KeyPrefix(version.keyPrefix), Duration.ZERO);
        versions.delete(version);
    }

    /**
     * Deletes a name with all its versions; refused while a job is going to publish under it or
     * starts from one of them.
     */
    @Transactional
    public void delete(TenantId tenant, String name) {
        ModelEntity model = lockPublished(tenant, name);
        if (jobs.targetsModel(tenant, model.id) || sweeps.needsModel(tenant, model.id)) {
            throw Problems.inUse("An unfinished job or sweep needs this name; cancel it first.");
        }
        List<ModelVersionEntity> all = versions.lockAll(tenant, model.id);
        if (jobs.startsFrom(tenant, model.id)) {
            throw startedFrom();
        }
        all.forEach(
                version -> cleanups.add(tenant, new KeyPrefix(version.keyPrefix), Duration.ZERO));
        models.delete(model);
    }

    private static ProblemException startedFrom() {
        return Problems.inUse(
                "A job or sweep that is not finished starts from it; cancel it first.");
    }

    private ModelEntity published(TenantId tenant, String name) {
        return models.find(tenant, name)
                .filter(model -> versions.newest(tenant, model.id).isPresent())
                .orElseThrow(() -> Problems.notFound("model", name));
    }

    private ModelEntity lockPublished(TenantId tenant, String name) {
        ModelEntity model =
                models.lock(tenant, name).orElseThrow(() -> Problems.notFound("model", name));
        if (versions.newest(tenant, model.id).isEmpty()) {
            throw Problems.notFound("model", name);
        }
        return model;
    }

    private Version withAliases(TenantId tenant, ModelEntity model, ModelVersionEntity version) {
        List<String> names = new ArrayList<>();
        if (versions.newest(tenant, model.id)
                .filter(newest -> newest.version == version.version)
                .isPresent()) {
            names.add(LATEST);
        }
        aliases.ofModel(tenant, model.id).stream()
                .filter(alias -> alias.version == version.version)
                .forEach(alias -> names.add(alias.name));
        return new Version(model, version, List.copyOf(names));
    }
}

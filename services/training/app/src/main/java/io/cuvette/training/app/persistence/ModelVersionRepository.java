package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Published versions of models. */
@ApplicationScoped
public class ModelVersionRepository
        implements PanacheRepositoryBase<ModelVersionEntity, ModelVersionEntity.Key> {

    public Optional<ModelVersionEntity> find(TenantId tenant, String modelId, int version) {
        return find(
                        "tenant = ?1 and modelId = ?2 and version = ?3",
                        tenant.value(),
                        modelId,
                        version)
                .firstResultOptional();
    }

    /** The version with its row locked until the transaction ends. */
    public Optional<ModelVersionEntity> lock(TenantId tenant, String modelId, int version) {
        return locked(tenant, modelId, version, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The version, kept from being deleted until the transaction ends. */
    public Optional<ModelVersionEntity> share(TenantId tenant, String modelId, int version) {
        return locked(tenant, modelId, version, LockModeType.PESSIMISTIC_READ);
    }

    private Optional<ModelVersionEntity> locked(
            TenantId tenant, String modelId, int version, LockModeType lock) {
        return find(
                        "tenant = ?1 and modelId = ?2 and version = ?3",
                        tenant.value(),
                        modelId,
                        version)
                .withLock(lock)
                .firstResultOptional();
    }

    public Optional<ModelVersionEntity> newest(TenantId tenant, String modelId) {
        return find(
                        "tenant = ?1 and modelId = ?2",
                        Sort.descending("version"),
                        tenant.value(),
                        modelId)
                .firstResultOptional();
    }

    /** Newest first. */
    public List<ModelVersionEntity> page(
            TenantId tenant, String modelId, Optional<Integer> before, int limit) {
        return find(
                        "tenant = ?1 and modelId = ?2 and version < ?3",
                        Sort.descending("version"),
                        tenant.value(),
                        modelId,
                        before.orElse(Integer.MAX_VALUE))
                .range(0, limit - 1)
                .list();
    }

    /** All versions with their rows locked until the transaction ends. */
    public List<ModelVersionEntity> lockAll(TenantId tenant, String modelId) {
        return find("tenant = ?1 and modelId = ?2", tenant.value(), modelId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}

package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
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

    public List<ModelVersionEntity> all(TenantId tenant, String modelId) {
        return list("tenant = ?1 and modelId = ?2", tenant.value(), modelId);
    }
}

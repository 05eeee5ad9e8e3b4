package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Aliases of model versions. */
@ApplicationScoped
public class ModelAliasRepository
        implements PanacheRepositoryBase<ModelAliasEntity, ModelAliasEntity.Key> {

    public Optional<ModelAliasEntity> find(TenantId tenant, String modelId, String name) {
        return find("tenant = ?1 and modelId = ?2 and name = ?3", tenant.value(), modelId, name)
                .firstResultOptional();
    }

    public List<ModelAliasEntity> ofModel(TenantId tenant, String modelId) {
        return list(
                "tenant = ?1 and modelId = ?2", Sort.ascending("name"), tenant.value(), modelId);
    }
}

package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Names of models. */
@ApplicationScoped
public class ModelRepository implements PanacheRepositoryBase<ModelEntity, String> {

    private final Session session;

    @Inject
    public ModelRepository(Session session) {
        this.session = session;
    }

    public Optional<ModelEntity> find(TenantId tenant, String name) {
        return find("tenant = ?1 and name = ?2", tenant.value(), name).firstResultOptional();
    }

    public Optional<ModelEntity> byId(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }

    /** The model with its row locked until the transaction ends. */
    public Optional<ModelEntity> lock(TenantId tenant, String name) {
        return find("tenant = ?1 and name = ?2", tenant.value(), name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Makes the name if it is new, and returns its row locked. */
    public ModelEntity lockOrCreate(TenantId tenant, String name, String family, String newId) {
        session.createNativeMutationQuery(
                        """
                        insert into model (id, tenant, name, family, created_at)
                        values (:id, :tenant, :name, :family, now())
                        on conflict (tenant, name) do nothing
                        """)
                .setParameter("id", newId)
                .setParameter("tenant", tenant.value())
                .setParameter("name", name)
                .setParameter("family", family)
                .executeUpdate();
        return lock(tenant, name).orElseThrow();
    }

    /**
     * Models with at least one version, by name.
     *
     * @param after only names behind this one, for the next page
     */
    public List<ModelEntity> page(
            TenantId tenant, Optional<String> family, Optional<String> after, int limit) {
        RowFilter filter =
                RowFilter.of(
                                tenant,
                                "id in (select v.modelId from ModelVersionEntity v"
                                        + " where v.tenant = :tenant)")
                        .equal("family", family)
                        .compare("name", ">", after);
        return find(filter.query(), Sort.ascending("name"), filter.parameters())
                .range(0, limit - 1)
                .list();
    }
}

package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Adapted models of one tenant and one reactor at a time. */
@ApplicationScoped
public class AdaptationRepository implements PanacheRepositoryBase<AdaptationEntity, String> {

    public Optional<AdaptationEntity> find(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }

    /** Newest first; those before an id for the next page. */
    public List<AdaptationEntity> page(
            TenantId tenant, String reactorId, Optional<String> before, int limit) {
        return before.map(
                        id ->
                                find(
                                        "tenant = ?1 and reactorId = ?2 and id < ?3",
                                        Sort.descending("id"),
                                        tenant.value(),
                                        reactorId,
                                        id))
                .orElseGet(
                        () ->
                                find(
                                        "tenant = ?1 and reactorId = ?2",
                                        Sort.descending("id"),
                                        tenant.value(),
                                        reactorId))
                .range(0, limit - 1)
                .list();
    }

    public long count(TenantId tenant, String reactorId) {
        return count("tenant = ?1 and reactorId = ?2", tenant.value(), reactorId);
    }
}

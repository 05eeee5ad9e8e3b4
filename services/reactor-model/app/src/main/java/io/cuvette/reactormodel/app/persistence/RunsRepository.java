package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Files of runs of one tenant and one reactor at a time. */
@ApplicationScoped
public class RunsRepository implements PanacheRepositoryBase<RunsEntity, String> {

    public Optional<RunsEntity> find(TenantId tenant, String reactorId, String id) {
        return find("tenant = ?1 and reactorId = ?2 and id = ?3", tenant.value(), reactorId, id)
                .firstResultOptional();
    }

    /** All of a reactor, the first first. */
    public List<RunsEntity> all(TenantId tenant, String reactorId) {
        return list(
                "tenant = ?1 and reactorId = ?2", Sort.ascending("id"), tenant.value(), reactorId);
    }

    /** Newest first; those before an id for the next page. */
    public List<RunsEntity> page(
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

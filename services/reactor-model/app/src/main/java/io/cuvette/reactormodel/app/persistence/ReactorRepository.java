package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Reactors of one tenant at a time. */
@ApplicationScoped
public class ReactorRepository implements PanacheRepositoryBase<ReactorEntity, String> {

    public Optional<ReactorEntity> find(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }

    /** The reactor with its row locked against every change until the transaction ends. */
    public Optional<ReactorEntity> lock(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Newest first; those before an id for the next page. */
    public List<ReactorEntity> page(TenantId tenant, Optional<String> before, int limit) {
        return before.map(
                        id ->
                                find(
                                        "tenant = ?1 and id < ?2",
                                        Sort.descending("id"),
                                        tenant.value(),
                                        id))
                .orElseGet(() -> find("tenant = ?1", Sort.descending("id"), tenant.value()))
                .range(0, limit - 1)
                .list();
    }

    public long count(TenantId tenant) {
        return count("tenant = ?1", tenant.value());
    }
}

package io.cuvette.service.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Rows of one tenant at a time, of an entity with a {@code tenant} and an {@code id}. */
public interface TenantRepository<E> extends PanacheRepositoryBase<E, String> {

    default Optional<E> find(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }

    /** The row, locked against every change until the transaction ends. */
    default Optional<E> lock(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /**
     * Newest first.
     *
     * @param before only rows whose id is lower, for the next page
     */
    default List<E> page(TenantId tenant, Optional<String> before, int limit) {
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
}

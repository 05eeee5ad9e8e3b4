package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.persistence.TenantRepository;
import io.quarkus.panache.common.Sort;
import java.util.List;
import java.util.Optional;

/** What belongs to a reactor of a tenant, in the order in which it came. */
interface OfReactorRepository<E> extends TenantRepository<E> {

    /** Newest first; those before an id for the next page. */
    default List<E> page(TenantId tenant, String reactorId, Optional<String> before, int limit) {
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

    default long count(TenantId tenant, String reactorId) {
        return count("tenant = ?1 and reactorId = ?2", tenant.value(), reactorId);
    }
}

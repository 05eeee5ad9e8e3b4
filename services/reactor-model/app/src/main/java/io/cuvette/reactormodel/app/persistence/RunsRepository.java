package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Files of runs of one tenant and one reactor at a time. */
@ApplicationScoped
public class RunsRepository implements OfReactorRepository<RunsEntity> {

    public Optional<RunsEntity> find(TenantId tenant, String reactorId, String id) {
        return find("tenant = ?1 and reactorId = ?2 and id = ?3", tenant.value(), reactorId, id)
                .firstResultOptional();
    }

    /** All of a reactor, the first first. */
    public List<RunsEntity> all(TenantId tenant, String reactorId) {
        return list(
                "tenant = ?1 and reactorId = ?2", Sort.ascending("id"), tenant.value(), reactorId);
    }

    /** Of all files of the tenant together. */
    public long bytes(TenantId tenant) {
        return getEntityManager()
                .createQuery(
                        "select coalesce(sum(r.sizeBytes), 0) from RunsEntity r where r.tenant = :tenant",
                        Long.class)
                .setParameter("tenant", tenant.value())
                .getSingleResult();
    }
}

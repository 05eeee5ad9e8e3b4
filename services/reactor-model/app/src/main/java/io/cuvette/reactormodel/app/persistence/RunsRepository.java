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
}

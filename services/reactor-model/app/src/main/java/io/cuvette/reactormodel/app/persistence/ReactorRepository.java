package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.persistence.TenantRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** Reactors of one tenant at a time. */
@ApplicationScoped
public class ReactorRepository implements TenantRepository<ReactorEntity> {

    public long count(TenantId tenant) {
        return count("tenant = ?1", tenant.value());
    }
}

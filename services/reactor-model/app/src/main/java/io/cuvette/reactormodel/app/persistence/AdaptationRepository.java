package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Adapted models of one tenant and one reactor at a time. */
@ApplicationScoped
public class AdaptationRepository implements OfReactorRepository<AdaptationEntity> {

    public Optional<AdaptationEntity> find(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }
}

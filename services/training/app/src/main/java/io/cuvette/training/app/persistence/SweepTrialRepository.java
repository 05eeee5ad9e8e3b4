package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Trials of sweeps. */
@ApplicationScoped
public class SweepTrialRepository
        implements PanacheRepositoryBase<SweepTrialEntity, SweepTrialEntity.Key> {

    /** In the order of their numbers. */
    public List<SweepTrialEntity> ofSweep(TenantId tenant, String sweepId) {
        return list(
                "tenant = ?1 and sweepId = ?2", Sort.ascending("number"), tenant.value(), sweepId);
    }
}

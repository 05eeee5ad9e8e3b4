package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Recorded checkpoints. */
@ApplicationScoped
public class CheckpointRepository
        implements PanacheRepositoryBase<CheckpointEntity, CheckpointEntity.Key> {

    /** Newest first: by step, then by attempt. */
    public List<CheckpointEntity> ofJob(TenantId tenant, String jobId) {
        return list(
                "tenant = ?1 and jobId = ?2",
                Sort.descending("step", "attempt"),
                tenant.value(),
                jobId);
    }

    public void forget(TenantId tenant, String jobId) {
        delete("tenant = ?1 and jobId = ?2", tenant.value(), jobId);
    }
}

package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Recorded checkpoints. */
@ApplicationScoped
public class CheckpointRepository
        implements PanacheRepositoryBase<CheckpointEntity, CheckpointEntity.Key> {

    /**
     * Newest first: by attempt, then by step. A later attempt that fell back to an older checkpoint
     * passes the same steps again.
     */
    public List<CheckpointEntity> ofJob(TenantId tenant, String jobId) {
        return list(
                "tenant = ?1 and jobId = ?2",
                Sort.descending("attempt", "step"),
                tenant.value(),
                jobId);
    }

    /** The objects below the prefix are gone. */
    public void forgetBelow(TenantId tenant, KeyPrefix prefix) {
        // no key holds a wildcard of like
        delete("tenant = ?1 and objectKey like ?2", tenant.value(), prefix.value() + "%");
    }

    public void forget(TenantId tenant, String jobId) {
        delete("tenant = ?1 and jobId = ?2", tenant.value(), jobId);
    }
}

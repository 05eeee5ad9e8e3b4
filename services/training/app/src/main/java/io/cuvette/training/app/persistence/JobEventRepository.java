package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Histories of jobs. */
@ApplicationScoped
public class JobEventRepository
        implements PanacheRepositoryBase<JobEventEntity, JobEventEntity.Key> {

    /** Events after {@code lastId}, oldest first. */
    public List<JobEventEntity> after(TenantId tenant, String jobId, long lastId, int limit) {
        return find(
                        "tenant = ?1 and jobId = ?2 and id > ?3",
                        Sort.ascending("id"),
                        tenant.value(),
                        jobId,
                        lastId)
                .range(0, limit - 1)
                .list();
    }

    /** Drops progress and messages up to an id; states stay for good. */
    public void forgetDetailsUpTo(TenantId tenant, String jobId, long id) {
        delete(
                "tenant = ?1 and jobId = ?2 and id <= ?3 and kind <> 'state'",
                tenant.value(),
                jobId,
                id);
    }
}

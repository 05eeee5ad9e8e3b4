package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.service.Failure;
import io.cuvette.training.app.service.JobState;
import io.cuvette.training.app.service.Progress;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Jobs of one tenant at a time. */
@ApplicationScoped
public class JobRepository extends FiledRepository<JobEntity> {

    private static final Set<JobState> UNFINISHED =
            Set.of(
                    JobState.QUEUED,
                    JobState.STARTING,
                    JobState.RUNNING,
                    JobState.SUSPENDED,
                    JobState.CANCELLING);

    public JobRepository() {
        super(UNFINISHED);
    }

    /**
     * Newest first.
     *
     * @param before only jobs whose id is lower, for the next page
     */
    public List<JobEntity> page(
            TenantId tenant,
            Optional<JobState> state,
            Optional<String> family,
            Optional<String> sweep,
            Optional<String> before,
            int limit) {
        RowFilter filter =
                RowFilter.of(tenant)
                        .equal("state", state)
                        .equal("family", family)
                        .equal("sweepId", sweep)
                        .compare("id", "<", before);
        return find(filter.query(), Sort.descending("id"), filter.parameters())
                .range(0, limit - 1)
                .list();
    }

    /** All jobs of a sweep, in the order of their trials. */
    public List<JobEntity> ofSweep(TenantId tenant, String sweepId) {
        return list(
                "tenant = ?1 and sweepId = ?2", Sort.ascending("trial"), tenant.value(), sweepId);
    }

    /** Whether an unfinished job starts from any version of the model. */
    public boolean startsFrom(TenantId tenant, String modelId) {
        return count(
                        "tenant = ?1 and base.modelId = ?2 and state in ?3",
                        tenant.value(),
                        modelId,
                        UNFINISHED)
                > 0;
    }

    public boolean targetsModel(TenantId tenant, String modelId) {
        return count(
                        "tenant = ?1 and modelId = ?2 and state in ?3",
                        tenant.value(),
                        modelId,
                        UNFINISHED)
                > 0;
    }

    /** What has become of a sweep's jobs; no entities, whose rows are then not locked yet. */
    public List<Result> results(TenantId tenant, String sweepId) {
        return find("tenant = ?1 and sweepId = ?2", tenant.value(), sweepId)
                .project(Result.class)
                .list();
    }

    /**
     * Where a job is.
     *
     * @param failure null when there was none
     */
    public record Result(String id, JobState state, Progress progress, Failure failure) {}

    /** Newest event and state of jobs, for streams whose callers were admitted before. */
    public List<Head> heads(Collection<String> ids) {
        return find("id in ?1", ids).project(Head.class).list();
    }

    /** Where a job's history ends. */
    public record Head(String id, long lastEvent, JobState state) {}
}

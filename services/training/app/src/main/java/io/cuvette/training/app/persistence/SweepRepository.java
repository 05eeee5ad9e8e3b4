package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.service.SweepState;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sweeps of one tenant at a time. */
@ApplicationScoped
public class SweepRepository extends FiledRepository<SweepEntity> {

    private static final Set<SweepState> DRIVEN =
            Set.of(SweepState.QUEUED, SweepState.RUNNING, SweepState.CANCELLING);
    private static final Set<SweepState> UNFINISHED =
            Set.of(
                    SweepState.QUEUED,
                    SweepState.RUNNING,
                    SweepState.SUSPENDED,
                    SweepState.CANCELLING);

    public SweepRepository() {
        super(UNFINISHED);
    }

    /**
     * Newest first.
     *
     * @param before only sweeps whose id is lower, for the next page
     */
    public List<SweepEntity> page(
            TenantId tenant,
            Optional<SweepState> state,
            Optional<String> family,
            Optional<String> before,
            int limit) {
        RowFilter filter =
                RowFilter.of(tenant)
                        .equal("state", state)
                        .equal("family", family)
                        .compare("id", "<", before);
        return find(filter.query(), Sort.descending("id"), filter.parameters())
                .range(0, limit - 1)
                .list();
    }

    /** Whether jobs of an unfinished sweep publish under the model, or start from it. */
    public boolean needsModel(TenantId tenant, String modelId) {
        return count(
                        "tenant = ?1 and (modelId = ?2 or base.modelId = ?2) and state in ?3",
                        tenant.value(),
                        modelId,
                        UNFINISHED)
                > 0;
    }

    /** Sweeps of all tenants that may have something to do, the oldest first. */
    public List<Due> due() {
        return find("state in ?1", Sort.ascending("id"), DRIVEN).project(Due.class).list();
    }

    /** A sweep and whose it is. */
    public record Due(String tenant, String id) {}
}

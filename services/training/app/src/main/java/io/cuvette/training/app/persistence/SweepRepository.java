package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.persistence.TenantRepository;
import io.cuvette.training.app.service.SweepState;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sweeps of one tenant at a time. */
@ApplicationScoped
public class SweepRepository implements TenantRepository<SweepEntity> {

    private static final Set<SweepState> DRIVEN =
            Set.of(SweepState.QUEUED, SweepState.RUNNING, SweepState.CANCELLING);
    private static final Set<SweepState> UNFINISHED =
            Set.of(
                    SweepState.QUEUED,
                    SweepState.RUNNING,
                    SweepState.SUSPENDED,
                    SweepState.CANCELLING);

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
        StringBuilder query = new StringBuilder("tenant = :tenant");
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenant.value()));
        state.ifPresent(
                wanted -> {
                    query.append(" and state = :state");
                    parameters.put("state", wanted);
                });
        family.ifPresent(
                wanted -> {
                    query.append(" and family = :family");
                    parameters.put("family", wanted);
                });
        before.ifPresent(
                id -> {
                    query.append(" and id < :before");
                    parameters.put("before", id);
                });
        return find(query.toString(), Sort.descending("id"), parameters).range(0, limit - 1).list();
    }

    public long unfinished(TenantId tenant) {
        return count("tenant = ?1 and state in ?2", tenant.value(), UNFINISHED);
    }

    public boolean usesDataset(TenantId tenant, String datasetId) {
        return count(
                        "tenant = ?1 and datasetId = ?2 and state in ?3",
                        tenant.value(),
                        datasetId,
                        UNFINISHED)
                > 0;
    }

    /** Whether jobs of an unfinished sweep start from the version. */
    public boolean startsFrom(TenantId tenant, String modelId, int version) {
        return count(
                        "tenant = ?1 and base.modelId = ?2 and base.version = ?3 and state in ?4",
                        tenant.value(),
                        modelId,
                        version,
                        UNFINISHED)
                > 0;
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

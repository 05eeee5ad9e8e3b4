package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.persistence.TenantRepository;
import java.util.Set;

/** Jobs or sweeps of one tenant at a time, and what those that are not over yet hold on to. */
public abstract class FiledRepository<E extends FiledEntity> implements TenantRepository<E> {

    private final Set<? extends Enum<?>> unfinished;

    /**
     * @param unfinished states of those that are not over
     */
    FiledRepository(Set<? extends Enum<?>> unfinished) {
        this.unfinished = unfinished;
    }

    public long unfinished(TenantId tenant) {
        return count("tenant = ?1 and state in ?2", tenant.value(), unfinished);
    }

    public boolean usesDataset(TenantId tenant, String datasetId) {
        return count(
                        "tenant = ?1 and datasetId = ?2 and state in ?3",
                        tenant.value(),
                        datasetId,
                        unfinished)
                > 0;
    }

    /** Whether one that is not over starts from the version. */
    public boolean startsFrom(TenantId tenant, String modelId, int version) {
        return count(
                        "tenant = ?1 and base.modelId = ?2 and base.version = ?3 and state in ?4",
                        tenant.value(),
                        modelId,
                        version,
                        unfinished)
                > 0;
    }
}

package io.cuvette.service.modellibrary;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.training.ModelVersion;
import java.util.Objects;

/**
 * Names a model version for ever: ids are not used twice, and a version never changes.
 *
 * @param version carries what loading needs; only its ids tell keys apart
 */
public record VersionKey(TenantId tenant, ModelVersion version) {

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionKey key
                && tenant.equals(key.tenant)
                && version.modelId().equals(key.version.modelId())
                && version.version() == key.version.version();
    }

    @Override
    public int hashCode() {
        return Objects.hash(tenant, version.modelId(), version.version());
    }
}

package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.service.identity.TenantId;
import java.util.Objects;

/**
 * Names a model version for ever: ids are not used twice, and a version never changes.
 *
 * @param version carries what loading needs; only its ids tell keys apart
 */
record VersionKey(TenantId tenant, ModelVersion version) {

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

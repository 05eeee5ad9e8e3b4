package io.cuvette.service.modellibrary;

import io.cuvette.service.modelcache.Lease;
import io.cuvette.service.training.ModelVersion;

/**
 * A version in use; close it soon.
 *
 * @param <M> what the app makes of a version
 */
public record LoadedModel<M extends AutoCloseable>(ModelVersion version, Lease<M> lease)
        implements AutoCloseable {

    public M model() {
        return lease.value();
    }

    public ModelRef ref() {
        return ModelRef.of(version);
    }

    @Override
    public void close() {
        lease.close();
    }
}

package io.cuvette.service.modelcache;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceException;
import java.util.Optional;

/**
 * Models by tenant, name and version or alias: what a science service keeps. Switching an alias
 * while requests run is safe: a request resolves the alias once and keeps the version it got; the
 * old version stays loaded until its last request is answered.
 *
 * @param <V> a loaded version
 */
public final class VersionedModels<V extends AutoCloseable> implements AutoCloseable {

    private final AliasCache<String> aliases;
    private final ModelCache<ModelKey, V> models;

    public VersionedModels(AliasCache<String> aliases, ModelCache<ModelKey, V> models) {
        this.aliases = aliases;
        this.models = models;
    }

    /** The version's number, or empty if the tenant has no such model, version or alias. */
    public Optional<String> resolve(TenantId tenant, String model, String versionOrAlias) {
        return aliases.resolve(tenant, model, versionOrAlias);
    }

    /**
     * Leases a version, loading it if needed.
     *
     * @param version number, from {@link #resolve}
     * @throws InferenceException OVERLOADED or UNAVAILABLE if it cannot be loaded now; the loader's
     *     own InferenceException if it threw one
     */
    public Lease<V> acquire(TenantId tenant, String model, String version) {
        try {
            return models.acquire(new ModelKey(tenant, model, version));
        } catch (ModelLoadException e) {
            throw toInferenceException(e);
        }
    }

    private static InferenceException toInferenceException(ModelLoadException e) {
        if (e.getCause() instanceof InferenceException known) {
            return new InferenceException(known.reason(), known.getMessage(), e);
        }
        return switch (e.reason()) {
            case NO_MEMORY, TIMED_OUT ->
                    new InferenceException(InferenceException.Reason.OVERLOADED, e.getMessage(), e);
            case FAILED, TOO_LARGE, CLOSED ->
                    new InferenceException(
                            InferenceException.Reason.UNAVAILABLE, "the model cannot be loaded", e);
        };
    }

    /** The model is deleted: forget its names and drop its versions. */
    public void deleted(TenantId tenant, String model) {
        aliases.invalidate(tenant, model);
        models.invalidateIf(key -> key.tenant().equals(tenant) && key.model().equals(model));
    }

    @Override
    public void close() {
        models.close();
    }
}

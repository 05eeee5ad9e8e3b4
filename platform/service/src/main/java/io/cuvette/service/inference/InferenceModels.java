package io.cuvette.service.inference;

import io.cuvette.service.identity.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * The models one service serves: a CDI bean of each science app. With several such beans each is
 * asked in turn.
 *
 * <p>Every method is blocking, takes the tenant, and must not show a tenant anything of another's:
 * a model of another tenant does not exist.
 */
public interface InferenceModels {

    /**
     * The version a caller means.
     *
     * @param model name as in the URL
     * @param versionOrAlias version number or alias; the model's default version if absent
     * @return the version's number, or empty if this tenant has no such model or version
     */
    Optional<String> resolve(TenantId tenant, String model, Optional<String> versionOrAlias);

    /** The versions that can be named in a URL. */
    List<String> versions(TenantId tenant, String model);

    /**
     * Loads the version if needed and holds it.
     *
     * @param version as {@link #resolve} returned it
     * @throws InferenceException NOT_FOUND if it was deleted meanwhile, UNAVAILABLE or OVERLOADED
     *     if it cannot be loaded now
     */
    InferenceLease acquire(TenantId tenant, String model, String version);

    /** The version's signature; override when it is known without loading the model. */
    default ModelSignature signature(TenantId tenant, String model, String version) {
        try (InferenceLease lease = acquire(tenant, model, version)) {
            return lease.model().signature();
        }
    }

    /** Whether a request to this version would be answered now, at most after loading it. */
    default boolean isReady(TenantId tenant, String model, String version) {
        return true;
    }

    /** Whether what every model needs (the model register, the object store) can be reached. */
    default boolean isReady() {
        return true;
    }
}

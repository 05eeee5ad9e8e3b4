package io.cuvette.service.modelcache;

import io.cuvette.service.identity.TenantId;

/**
 * A version of a model; what it names never changes.
 *
 * @param tenant owner
 * @param model name
 * @param version number, never an alias
 */
public record ModelKey(TenantId tenant, String model, String version) {}

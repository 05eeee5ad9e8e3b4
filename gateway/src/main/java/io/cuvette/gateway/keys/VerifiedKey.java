package io.cuvette.gateway.keys;

import io.cuvette.gateway.identity.Role;
import io.cuvette.gateway.identity.TenantId;

/** A key that was presented, matches a stored digest and is not revoked. */
public record VerifiedKey(String id, TenantId tenant, Role role) {}

package io.cuvette.gateway.identity;

/**
 * Who asks, as the services will know it.
 *
 * @param subject {@code key:<id>} for an API key, the token's subject otherwise
 */
public record GatewayCaller(String subject, TenantId tenant, Role role) {}

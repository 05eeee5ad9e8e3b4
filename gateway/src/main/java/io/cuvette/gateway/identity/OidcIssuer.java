package io.cuvette.gateway.identity;

import io.cuvette.gateway.config.GatewayConfig;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The OpenID Connect issuer of {@link GatewayConfig.Oidc}, chosen at run time. Its metadata is read
 * at the first token, so the gateway starts without it.
 */
@ApplicationScoped
public class OidcIssuer implements TenantConfigResolver {
    private final Optional<OidcTenantConfig> issuer;

    OidcIssuer(GatewayConfig config) {
        GatewayConfig.Oidc oidc = config.oidc();
        this.issuer =
                oidc.issuer()
                        .map(
                                url ->
                                        OidcTenantConfig.authServerUrl(url)
                                                .tenantId("cuvette")
                                                .clientId(oidc.audience())
                                                .applicationType(ApplicationType.SERVICE)
                                                .token()
                                                .issuer(url)
                                                .audience(oidc.audience())
                                                // keys are enough; never ask per request
                                                .allowJwtIntrospection(false)
                                                .allowOpaqueTokenIntrospection(false)
                                                .end()
                                                .roles()
                                                .roleClaimPath(oidc.roleClaim())
                                                .end()
                                                .build());
    }

    /** Whether an issuer is configured. */
    public boolean isConfigured() {
        return issuer.isPresent();
    }

    @Override
    public Uni<OidcTenantConfig> resolve(
            RoutingContext rc, OidcRequestContext<OidcTenantConfig> context) {
        return Uni.createFrom().optional(issuer);
    }
}

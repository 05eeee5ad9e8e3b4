package io.cuvette.gateway.identity;

import io.cuvette.gateway.keys.ApiKeys;
import io.cuvette.gateway.keys.VerifiedKey;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Verifies API keys: from the cache at once, else on a worker thread against the database. */
@ApplicationScoped
public class ApiKeyIdentityProvider implements IdentityProvider<ApiKeyAuthenticationRequest> {
    private final ApiKeys keys;

    ApiKeyIdentityProvider(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Class<ApiKeyAuthenticationRequest> getRequestType() {
        return ApiKeyAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            ApiKeyAuthenticationRequest request, AuthenticationRequestContext context) {
        return keys.verifiedRecently(request.presented())
                .map(known -> Uni.createFrom().item(() -> identity(known)))
                .orElseGet(
                        () ->
                                context.runBlocking(
                                        () -> identity(keys.verify(request.presented()))));
    }

    private static SecurityIdentity identity(Optional<VerifiedKey> verified) {
        VerifiedKey key = verified.orElseThrow(AuthenticationFailedException::new);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("key:" + key.id()))
                .addRoles(key.role().groups())
                .addAttribute(Callers.TENANT_ATTRIBUTE, key.tenant())
                .build();
    }
}

package io.cuvette.gateway.identity;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Takes an API key from {@code X-Api-Key}; without one the next mechanism looks for a token. */
@ApplicationScoped
public class ApiKeyMechanism implements HttpAuthenticationMechanism {
    /** The header. */
    public static final String HEADER = "X-Api-Key";

    /** Before OpenID Connect, whose priority is 1001. */
    private static final int PRIORITY = 5000;

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext rc, IdentityProviderManager identities) {
        String presented = rc.request().getHeader(HEADER);
        return presented == null
                ? Uni.createFrom().nullItem()
                : identities.authenticate(new ApiKeyAuthenticationRequest(presented));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext rc) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "ApiKey"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ApiKeyAuthenticationRequest.class);
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}

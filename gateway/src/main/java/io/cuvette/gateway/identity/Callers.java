package io.cuvette.gateway.identity;

import io.cuvette.gateway.config.GatewayConfig;
import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.keys.ApiKeys;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/** Finds out who asks, by API key or by a token of the configured issuer. */
@ApplicationScoped
public class Callers {
    private static final Logger LOG = Logger.getLogger(Callers.class);

    /** Attribute of an identity that came from an API key. */
    static final String TENANT_ATTRIBUTE = "cuvette.tenant";

    private final HttpAuthenticator authenticator;
    private final ApiKeys keys;
    private final String tenantClaim;

    Callers(HttpAuthenticator authenticator, ApiKeys keys, GatewayConfig config) {
        this.authenticator = authenticator;
        this.keys = keys;
        this.tenantClaim = config.oidc().tenantClaim();
    }

    /** Whether {@link #of} will ask the database: for a key that was not seen a moment ago. */
    public boolean needsDatabase(RoutingContext rc) {
        String key = rc.request().getHeader(ApiKeyMechanism.HEADER);
        return key != null && keys.verifiedRecently(key).isEmpty();
    }

    /**
     * The caller of a request. The request must be paused: its body waits meanwhile.
     *
     * @return completes on the event loop of the request; fails with {@link ProblemException}
     */
    public Future<GatewayCaller> of(RoutingContext rc) {
        // The look-up may end on a worker thread or on another connection's event loop.
        Context context = Vertx.currentContext();
        Promise<GatewayCaller> caller = Promise.promise();
        authenticator
                .attemptAuthentication(rc)
                .map(this::caller)
                .subscribe()
                .with(
                        found -> context.runOnContext(done -> caller.complete(found)),
                        e -> context.runOnContext(done -> caller.fail(problem(e))));
        return caller.future();
    }

    private GatewayCaller caller(SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            throw unauthenticated("Send an API key in X-Api-Key or a token as Bearer.");
        }
        Role role =
                identity.hasRole(Role.ADMIN.key())
                        ? Role.ADMIN
                        : identity.hasRole(Role.USER.key()) ? Role.USER : null;
        if (role == null) {
            throw new ProblemException(
                    GatewayError.FORBIDDEN,
                    "The token names neither the role user nor the role admin.");
        }
        TenantId fromKey = identity.getAttribute(TENANT_ATTRIBUTE);
        TenantId tenant = fromKey != null ? fromKey : tenantOfToken(identity);
        return new GatewayCaller(subject(identity), tenant, role);
    }

    private static String subject(SecurityIdentity identity) {
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getSubject() != null) {
            return token.getSubject();
        }
        return identity.getPrincipal().getName();
    }

    private TenantId tenantOfToken(SecurityIdentity identity) {
        Optional<String> tenant =
                identity.getPrincipal() instanceof JsonWebToken token
                        ? claim(token)
                        : Optional.empty();
        return tenant.filter(TenantId::isWellFormed)
                .map(TenantId::new)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        GatewayError.FORBIDDEN,
                                        "The token's claim "
                                                + tenantClaim
                                                + " names no tenant ([a-z0-9][a-z0-9-]{0,62})."));
    }

    private Optional<String> claim(JsonWebToken token) {
        String[] path = tenantClaim.split("/");
        Object value = token.getClaim(path[0]);
        for (int i = 1; i < path.length; i++) {
            value = value instanceof JsonObject object ? object.get(path[i]) : null;
        }
        if (value instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        return value instanceof JsonValue || value == null
                ? Optional.empty()
                : Optional.of(value.toString());
    }

    private static Throwable problem(Throwable failure) {
        if (failure instanceof ProblemException) {
            return failure;
        }
        if (failure instanceof AuthenticationException) {
            return unauthenticated("The API key or token is not valid, has expired or is revoked.");
        }
        LOG.warnf("a caller could not be identified: %s", failure);
        return new ProblemException(
                GatewayError.IDENTITY_UNAVAILABLE,
                "The key database or the token issuer does not answer. Try again.");
    }

    private static ProblemException unauthenticated(String detail) {
        return new ProblemException(GatewayError.UNAUTHENTICATED, detail);
    }
}

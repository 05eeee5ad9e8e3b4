package io.cuvette.service.identity;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.error.ProblemResponses;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets nobody without the gateway's token to {@code /api/**} and {@code /v2/**}, the health of
 * {@code /v2} excepted. It works before a resource is looked for, so a stranger does not learn
 * which paths exist.
 */
public class CallerFilter {

    private final CurrentIdentityAssociation identities;
    private final Caller caller;
    private final ProblemResponses responses;

    CallerFilter(CurrentIdentityAssociation identities, Caller caller, ProblemResponses responses) {
        this.identities = identities;
        this.caller = caller;
        this.responses = responses;
    }

    @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
    public Uni<Response> identify(ContainerRequestContext request) {
        if (!ProtectedPaths.contains(request.getUriInfo().getPath())) {
            return Uni.createFrom().nullItem();
        }
        return identities
                .getDeferredIdentity()
                .map(CallerFilter::verifiedToken)
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(Optional.<VerifiedToken>empty())
                .map(token -> admit(request, token));
    }

    private Response admit(ContainerRequestContext request, Optional<VerifiedToken> token) {
        if (token.isEmpty()) {
            return responses.answer(
                    request,
                    new ProblemException(
                            ErrorCode.UNAUTHENTICATED,
                            "Send the gateway's token; it may be missing, expired or of another"
                                    + " issuer."));
        }
        caller.identify(token.get());
        return null;
    }

    private static Optional<VerifiedToken> verifiedToken(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? VerifiedToken.of(token)
                : Optional.empty();
    }
}

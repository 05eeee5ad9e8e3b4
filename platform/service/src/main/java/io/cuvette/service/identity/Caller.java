package io.cuvette.service.identity;

import jakarta.enterprise.context.RequestScoped;

/**
 * Who makes this request, from the gateway's verified token. Present on {@code /api/**} and {@code
 * /v2/**}; on other paths its methods throw {@link IllegalStateException}.
 */
@RequestScoped
public class Caller {

    private VerifiedToken token;

    /** Whose data the request is about. */
    public TenantId tenant() {
        return token().tenant();
    }

    /** The user or the API key. */
    public String subject() {
        return token().subject();
    }

    /** Whether the caller may administrate the suite. */
    public boolean isAdmin() {
        return token().admin();
    }

    /** The token itself, to call another service within this request. Never log it. */
    public String bearerToken() {
        return token().raw();
    }

    void identify(VerifiedToken verified) {
        token = verified;
    }

    private VerifiedToken token() {
        if (token == null) {
            throw new IllegalStateException("only /api and /v2 have a caller");
        }
        return token;
    }
}

package io.cuvette.gateway.identity;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A key that a caller presented and nobody has verified yet. */
final class ApiKeyAuthenticationRequest extends BaseAuthenticationRequest {
    private final String presented;

    ApiKeyAuthenticationRequest(String presented) {
        this.presented = presented;
    }

    String presented() {
        return presented;
    }
}

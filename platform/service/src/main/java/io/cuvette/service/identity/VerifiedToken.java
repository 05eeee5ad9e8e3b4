package io.cuvette.service.identity;

import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What we need of the gateway's token. */
record VerifiedToken(TenantId tenant, String subject, boolean admin, String raw) {

    private static final String TENANT_CLAIM = "tenant";
    private static final String ADMIN_GROUP = "admin";

    /** Empty when the token is signed but is none of the gateway's: no tenant or no subject. */
    static Optional<VerifiedToken> of(JsonWebToken token) {
        Object tenant = token.getClaim(TENANT_CLAIM);
        String subject = token.getSubject();
        if (!(tenant instanceof String name)
                || !TenantId.isValid(name)
                || subject == null
                || subject.isBlank()) {
            return Optional.empty();
        }
        boolean admin = token.getGroups() != null && token.getGroups().contains(ADMIN_GROUP);
        return Optional.of(
                new VerifiedToken(new TenantId(name), subject, admin, token.getRawToken()));
    }

    @Override
    public String toString() {
        return "VerifiedToken[tenant=%s, subject=%s]".formatted(tenant, subject);
    }
}

package io.cuvette.service.inference;

import io.cuvette.service.identity.TenantId;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The {@code tenant} claim of the verified internal token. */
@ApplicationScoped
@DefaultBean
class TokenTenant implements InferenceTenant {

    private static final String CLAIM = "tenant";

    private final JsonWebToken token;

    @Inject
    TokenTenant(JsonWebToken token) {
        this.token = token;
    }

    @Override
    public TenantId current() {
        Object tenant = token.getClaim(CLAIM);
        if (tenant == null) {
            throw new InferenceException(
                    InferenceException.Reason.UNAUTHENTICATED,
                    "This operation needs the internal token of the gateway");
        }
        return new TenantId(tenant.toString());
    }
}

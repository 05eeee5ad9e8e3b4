package io.cuvette.service.identity;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Down when the gateway's public key cannot be read: every request would be refused. */
@Readiness
@ApplicationScoped
class KeyReadiness implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(KeyReadiness.class);
    private static final String NAME = "gateway key";

    private final JWTAuthContextInfo keys;

    KeyReadiness(JWTAuthContextInfo keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            // the key is read when the bean behind this proxy is made
            return HealthCheckResponse.named(NAME)
                    .up()
                    .withData("issuer", keys.getIssuedBy())
                    .build();
        } catch (RuntimeException e) {
            LOG.errorf("the gateway's public key cannot be read: %s", e.getMessage());
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("problem", "set MP_JWT_VERIFY_PUBLICKEY_LOCATION to a readable key")
                    .build();
        }
    }
}

package io.cuvette.service.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Internal tokens as the gateway mints them, for services that were started with {@link
 * EmbeddedBackends}. Send one as {@code Authorization: Bearer <token>}.
 */
public final class TestTokens {

    public static final String ISSUER = "https://gateway.cuvette.internal";
    public static final String AUDIENCE = "cuvette-services";

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private TestTokens() {}

    /** A user of the tenant. */
    public static String forTenant(String tenant) {
        return sign(claims(tenant, "user-of-" + tenant, Set.of("user")));
    }

    /** An administrator of the tenant. */
    public static String forAdmin(String tenant) {
        return sign(claims(tenant, "admin-of-" + tenant, Set.of("user", "admin")));
    }

    /** Expired a minute ago. */
    public static String expired(String tenant) {
        Instant past = Instant.now().minusSeconds(60);
        return sign(
                claims(tenant, "user", Set.of("user"))
                        .issuedAt(past.minusSeconds(60))
                        .expiresAt(past));
    }

    /** Right but for the audience. */
    public static String forAudience(String tenant, String audience) {
        return sign(claims(tenant, "user", Set.of("user")).audience(audience));
    }

    /** Right but for the issuer. */
    public static String fromIssuer(String tenant, String issuer) {
        return sign(claims(tenant, "user", Set.of("user")).issuer(issuer));
    }

    /** Right but for the signature: another key's. */
    public static String forged(String tenant) {
        return sign(claims(tenant, "user", Set.of("user")), TestKeys.stranger().getPrivate());
    }

    /** Without the claim that names the tenant. */
    public static String withoutTenant() {
        return sign(
                Jwt.issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject("user")
                        .upn("user")
                        .expiresIn(LIFETIME));
    }

    private static JwtClaimsBuilder claims(String tenant, String subject, Set<String> groups) {
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .upn(subject)
                .groups(groups)
                .claim("tenant", tenant)
                .expiresIn(LIFETIME);
    }

    private static String sign(JwtClaimsBuilder claims) {
        return sign(claims, TestKeys.privateKey());
    }

    private static String sign(JwtClaimsBuilder claims, PrivateKey key) {
        return claims.sign(key);
    }
}

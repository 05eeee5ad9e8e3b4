package io.cuvette.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Mints the tokens by which services know a caller: RS256, valid for 60 s. */
@Startup
@ApplicationScoped
public class InternalTokens {
    private static final String ISSUER = "https://gateway.cuvette.internal";
    private static final String AUDIENCE = "cuvette-services";
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /** A token is used again this long, so that at least 45 s remain when a service reads it. */
    private static final Duration REUSE = Duration.ofSeconds(15);

    private final PrivateKey key;
    private final Cache<GatewayCaller, String> recent =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REUSE).build();

    InternalTokens(@ConfigProperty(name = "smallrye.jwt.sign.key.location") String location) {
        try {
            Path file =
                    location.startsWith("file:")
                            ? Path.of(URI.create(location))
                            : Path.of(location);
            this.key = KeyUtils.decodePrivateKey(Files.readString(file));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "SMALLRYE_JWT_SIGN_KEY_LOCATION must name a readable RSA private key (PEM,"
                            + " PKCS#8)",
                    e);
        }
    }

    /** A token that says who the caller is. */
    public String mint(GatewayCaller caller) {
        return recent.get(caller, this::sign);
    }

    private String sign(GatewayCaller caller) {
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(caller.subject())
                .upn(caller.subject())
                .claim("tenant", caller.tenant().value())
                .claim("jti", UUID.randomUUID().toString())
                .groups(caller.role().groups())
                .expiresIn(LIFETIME)
                .sign(key);
    }
}

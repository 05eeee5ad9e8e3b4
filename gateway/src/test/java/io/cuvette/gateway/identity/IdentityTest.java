package io.cuvette.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class IdentityTest {
    private final Caller admin = Caller.admin();

    @Test
    void tellsTheServiceWhoAsksInASignedToken() throws Exception {
        JwtClaims claims = tokenAtService(admin.get("/api/v1/jobs"));

        assertThat(claims.getIssuer()).isEqualTo("https://gateway.cuvette.internal");
        assertThat(claims.getAudience()).containsExactly("cuvette-services");
        assertThat(claims.getSubject()).matches("key:[0-9a-z]{26}");
        assertThat(claims.getStringClaimValue("upn")).isEqualTo(claims.getSubject());
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("default");
        assertThat(claims.getStringListClaimValue("groups"))
                .containsExactlyInAnyOrder("user", "admin");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(60);
    }

    @Test
    void replacesEverythingACallerCouldForge() throws Exception {
        HttpRequest forged =
                admin.request("/api/v1/jobs")
                        .header("Authorization", "Bearer forged")
                        .header("Cookie", "session=forged")
                        .header("Forwarded", "for=6.6.6.6")
                        .header("X-Forwarded-For", "6.6.6.6")
                        .header("X-Forwarded-Proto", "gopher")
                        .header("X-Forwarded-Prefix", "/forged")
                        .header("X-Real-IP", "6.6.6.6")
                        .header("X-Http-Method-Override", "DELETE")
                        .header("X-Harmless", "stays")
                        .build();

        HttpResponse<String> response = Caller.send(forged);

        JsonNode headers = Caller.json(response).get("headers");
        assertThat(response.body()).doesNotContain("forged").doesNotContain("6.6.6.6");
        for (String gone :
                List.of("cookie", "x-api-key", "forwarded", "x-real-ip", "x-forwarded-prefix")) {
            assertThat(headers.has(gone)).as(gone).isFalse();
        }
        assertThat(headers.get("x-forwarded-for").asText()).isEqualTo("127.0.0.1");
        assertThat(headers.get("x-forwarded-proto").asText()).isEqualTo("http");
        assertThat(headers.get("x-forwarded-host").asText())
                .isEqualTo("127.0.0.1:" + Caller.port());
        assertThat(headers.get("x-harmless").asText()).isEqualTo("stays");
        assertThat(tokenAtService(response).getStringClaimValue("tenant")).isEqualTo("default");
    }

    @Test
    void aCallerCannotHaveTheTokenDroppedAsAConnectionHeader() {
        String response =
                admin.raw(
                        "GET /api/v1/jobs HTTP/1.1",
                        "Connection: authorization, x-forwarded-for, x-request-id, x-drop-me",
                        "X-Drop-Me: 1",
                        "TE: trailers",
                        "Upgrade: websocket");

        assertThat(response)
                .contains("\"authorization\":\"Bearer ")
                .contains("\"x-forwarded-for\":\"127.0.0.1\"")
                .contains("\"x-request-id\"")
                .doesNotContain("x-drop-me")
                .doesNotContain("\"te\"")
                .doesNotContain("\"upgrade\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cvt_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "nonsense",
                "' or 1=1 --"
            })
    void refusesUnknownKeys(String key) {
        HttpResponse<String> response = Caller.with(key).get("/api/v1/jobs");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Caller.json(response).get("errorCode").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void refusesAKeyWithAnotherSecret() throws IOException {
        String key =
                Files.readString(Path.of(Caller.config("cuvette.gateway.initial-key-file")))
                        .strip();
        String other =
                key.substring(0, key.length() - 4) + (key.endsWith("AAAA") ? "BBBB" : "AAAA");

        assertThat(Caller.with(other).get("/api/v1/jobs").statusCode()).isEqualTo(401);
        assertThat(Caller.with(key).get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesNobodyAndItsOwnInternalToken() throws IOException {
        assertThat(Caller.anonymous().get("/api/v1/jobs").statusCode()).isEqualTo(401);

        String internal =
                Caller.json(admin.get("/api/v1/jobs"))
                        .get("headers")
                        .get("authorization")
                        .asText()
                        .substring("Bearer ".length());
        assertThat(withToken(internal).statusCode()).isEqualTo(401);
    }

    @Test
    void acceptsTokensOfTheIssuer() throws Exception {
        HttpResponse<String> response = withToken(signed(token(), issuerKey()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JwtClaims claims = tokenAtService(response);
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("lovelace-lab");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("user");
    }

    @Test
    void refusesTokensThatAreNotForUs() throws Exception {
        assertThat(withToken(signed(token().audience("another"), issuerKey())).statusCode())
                .as("audience")
                .isEqualTo(401);
        assertThat(withToken(signed(token().issuer("https://evil"), issuerKey())).statusCode())
                .as("issuer")
                .isEqualTo(401);
        assertThat(withToken(signed(token().expiresAt(1_000_000), issuerKey())).statusCode())
                .as("expired")
                .isEqualTo(401);
        assertThat(
                        withToken(signed(token(), KeyUtils.generateKeyPair(2048).getPrivate()))
                                .statusCode())
                .as("key")
                .isEqualTo(401);
    }

    @Test
    void refusesTokensWithoutTenantOrRole() throws Exception {
        HttpResponse<String> noTenant =
                withToken(signed(token().claim("org", Map.of("tenant", "Not/One")), issuerKey()));
        HttpResponse<String> noRole =
                withToken(
                        signed(
                                token().claim("realm_access", Map.of("roles", List.of("guest"))),
                                issuerKey()));

        assertThat(noTenant.statusCode()).isEqualTo(403);
        assertThat(Caller.json(noTenant).get("detail").asText()).contains("org/tenant");
        assertThat(noRole.statusCode()).isEqualTo(403);
    }

    private static JwtClaimsBuilder token() {
        return Jwt.issuer(Caller.config("cuvette.gateway.oidc.issuer"))
                .audience(Set.of("cuvette"))
                .subject("ada")
                .claim("org", Map.of("tenant", "lovelace-lab"))
                .claim("realm_access", Map.of("roles", List.of("user", "other")))
                .expiresIn(60);
    }

    private static String signed(JwtClaimsBuilder token, PrivateKey key) {
        return token.jws().keyId("issuer-1").sign(key);
    }

    private static PrivateKey issuerKey() throws IOException, GeneralSecurityException {
        return KeyUtils.decodePrivateKey(
                Files.readString(Path.of(Caller.config("test.issuer-key"))));
    }

    private static HttpResponse<String> withToken(String token) {
        return Caller.send(
                Caller.anonymous()
                        .request("/api/v1/jobs")
                        .header("Authorization", "Bearer " + token)
                        .build());
    }

    private static JwtClaims tokenAtService(HttpResponse<String> echoed)
            throws IOException, GeneralSecurityException, InvalidJwtException {
        String header = Caller.json(echoed).get("headers").get("authorization").asText();
        assertThat(header).startsWith("Bearer ");
        return new JwtConsumerBuilder()
                .setVerificationKey(
                        KeyUtils.decodePublicKey(
                                Files.readString(
                                        Path.of(Caller.config("test.internal-public-key")))))
                .setExpectedAudience("cuvette-services")
                .setRequireExpirationTime()
                .build()
                .processToClaims(header.substring("Bearer ".length()));
    }
}

package io.cuvette.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(LibraryProfile.class)
class CallerTest {

    private static final String WHOAMI = "/api/v1/notes/whoami";

    @Test
    void knowsTenantSubjectAndRole() {
        given().auth()
                .oauth2(TestTokens.forTenant("acme"))
                .get(WHOAMI)
                .then()
                .statusCode(200)
                .body(equalTo("acme/user-of-acme/false"));
        given().auth()
                .oauth2(TestTokens.forAdmin("umbrella"))
                .get(WHOAMI)
                .then()
                .statusCode(200)
                .body(equalTo("umbrella/admin-of-umbrella/true"));
    }

    @Test
    void refusesEveryTokenThatIsNotTheGateways() {
        String good = TestTokens.forTenant("acme");
        Map<String, String> bad =
                Map.of(
                        "expired", TestTokens.expired("acme"),
                        "audience", TestTokens.forAudience("acme", "other-services"),
                        "issuer", TestTokens.fromIssuer("acme", "https://issuer.example"),
                        "forged", TestTokens.forged("acme"),
                        "no tenant", TestTokens.withoutTenant(),
                        "bad tenant", TestTokens.forTenant("../acme"),
                        "tampered", good.substring(0, good.length() - 6) + "AAAAAA",
                        "unsigned", unsigned(good),
                        "garbage", "garbage");
        bad.forEach(
                (name, token) ->
                        assertThat(given().auth().oauth2(token).get(WHOAMI).statusCode())
                                .as(name)
                                .isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOAMI, "/api", "/api/v1/no/such/path", "/api/../api/v1/notes/whoami"})
    void asksStrangersForCredentialsWhetherThePathExistsOrNot(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("errorCode", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void protectsInferenceButNotItsHealth() {
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        given().get("/v2/models/m")
                .then()
                .statusCode(401)
                .contentType("application/json")
                .body("size()", equalTo(1))
                .body("error", containsString("token"));
        given().auth()
                .oauth2(TestTokens.forTenant("acme"))
                .get("/v2/models/m")
                .then()
                .statusCode(404)
                .body("error", containsString("m"));
    }

    @Test
    void leavesTokensOfInternalPathsAlone() {
        given().header("Authorization", "Bearer a-job-token")
                .get("/internal/v1/echo")
                .then()
                .statusCode(200)
                .body(equalTo("Bearer a-job-token"));
    }

    @Test
    void refusesRolesTheCallerLacks() {
        given().auth()
                .oauth2(TestTokens.forTenant("acme"))
                .get("/api/v1/notes/admin")
                .then()
                .statusCode(403)
                .body("errorCode", equalTo("FORBIDDEN"));
        given().auth()
                .oauth2(TestTokens.forAdmin("acme"))
                .get("/api/v1/notes/admin")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a/b", "..", "a b", "ä", "a\n"})
    void refusesOtherTenantNames(String name) {
        assertThatThrownBy(() -> new TenantId(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(TenantId.isValid("a".repeat(64))).isFalse();
        assertThat(TenantId.isValid("a".repeat(63))).isTrue();
    }

    private static String unsigned(String token) {
        String claims = token.split("\\.")[1];
        return "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + claims + ".";
    }
}

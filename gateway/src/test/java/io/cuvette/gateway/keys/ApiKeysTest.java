package io.cuvette.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class ApiKeysTest {
    private static final String PATH = "/api/v1/api-keys";

    @Inject DataSource database;

    private final Caller admin = Caller.admin();

    @Test
    void writesTheFirstKeyWhereOnlyItsOwnerReadsIt() throws IOException {
        Path file = Path.of(Caller.config("cuvette.gateway.initial-key-file"));

        assertThat(Files.readString(file)).matches("cvt_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyIsShownOnceAndWorksUntilItIsRevoked() {
        HttpResponse<String> made =
                admin.post(PATH, "{\"name\":\"notebook\",\"tenant\":\"lab-7\"}");

        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode key = Caller.json(made);
        String id = key.get("id").asText();
        assertThat(made.headers().firstValue("Location").orElseThrow())
                .isEqualTo("http://127.0.0.1:" + Caller.port() + PATH + "/" + id);
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(key.get("tenant").asText()).isEqualTo("lab-7");
        assertThat(key.get("role").asText()).isEqualTo("user");

        JsonNode later = Caller.json(admin.get(PATH + "/" + id));
        assertThat(later.has("key")).isFalse();
        assertThat(later.has("lastUsedAt")).isFalse();

        Caller user = Caller.with(key.get("key").asText());
        assertThat(user.get("/api/v1/jobs").statusCode()).isEqualTo(200);
        assertThat(user.get(PATH).statusCode()).as("not an admin").isEqualTo(403);
        assertThat(Caller.json(admin.get(PATH + "/" + id)).has("lastUsedAt")).isTrue();

        assertThat(admin.delete(PATH + "/" + id).statusCode()).isEqualTo(204);
        assertThat(user.get("/api/v1/jobs").statusCode()).isEqualTo(401);
        String revokedAt = Caller.json(admin.get(PATH + "/" + id)).get("revokedAt").asText();
        assertThat(admin.delete(PATH + "/" + id).statusCode()).as("again").isEqualTo(204);
        assertThat(Caller.json(admin.get(PATH + "/" + id)).get("revokedAt").asText())
                .isEqualTo(revokedAt);
    }

    @Test
    void storesNoKey() throws SQLException {
        String key = Caller.json(admin.post(PATH, "{\"name\":\"stored\"}")).get("key").asText();

        try (Connection connection = database.getConnection();
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("select k::text from api_key k")) {
            while (rows.next()) {
                assertThat(rows.getString(1)).doesNotContain(key.substring(17));
            }
        }
    }

    @Test
    void aRevocationElsewhereTakesEffectWhenTheCacheEnds() throws SQLException {
        JsonNode made = Caller.json(admin.post(PATH, "{\"name\":\"elsewhere\"}"));
        Caller user = Caller.with(made.get("key").asText());
        assertThat(user.get("/api/v1/jobs").statusCode()).isEqualTo(200);

        try (Connection connection = database.getConnection();
                var update =
                        connection.prepareStatement(
                                "update api_key set revoked_at = now() where id = ?")) {
            update.setString(1, made.get("id").asText());
            update.executeUpdate();
        }

        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(
                        () -> assertThat(user.get("/api/v1/jobs").statusCode()).isEqualTo(401));
    }

    @Test
    void parallelRequestsWithOneIdempotencyKeyMakeOneKey() {
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            HttpRequest request =
                    admin.request(PATH)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "one-and-only")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"parallel\"}"))
                            .build();
            sent.add(Caller.client().sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        List<HttpResponse<String>> responses = sent.stream().map(CompletableFuture::join).toList();

        Set<String> ids = new HashSet<>();
        responses.forEach(response -> ids.add(Caller.json(response).get("id").asText()));
        assertThat(ids).hasSize(1);
        assertThat(responses).filteredOn(response -> response.statusCode() == 201).hasSize(1);
        assertThat(responses)
                .filteredOn(response -> response.statusCode() == 200)
                .hasSize(19)
                .allMatch(response -> !Caller.json(response).has("key"));

        HttpResponse<String> other =
                admin.post(PATH, "{\"name\":\"other\"}", "Idempotency-Key", "one-and-only");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Caller.json(other).get("errorCode").asText())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "a/b", "%s"})
    void refusesAnIdempotencyKeyThatServicesWouldRefuse(String pattern) {
        String key = pattern.formatted("a".repeat(129));

        HttpResponse<String> response =
                admin.post(PATH, "{\"name\":\"a\"}", "Idempotency-Key", key);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Caller.json(response).get("errorCode").asText())
                .isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{\"name\":\"  \"} | name",
                "{\"name\":\"a\",\"tenant\":\"Not One\"} | tenant",
                "{\"name\":\"a\",\"tenant\":\"-a\"} | tenant",
                "{\"name\":\"a\",\"role\":\"root\"} | role"
            })
    void namesTheFieldThatIsWrong(String body, String field) {
        HttpResponse<String> response = admin.post(PATH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problem = Caller.json(response);
        assertThat(problem.get("errorCode").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(problem.get("errors").get(0).get("field").asText()).isEqualTo(field);
        assertThat(problem.get("instance").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | MALFORMED_JSON",
                "{\"name\": | MALFORMED_JSON",
                "[1,2] | INVALID_REQUEST",
                "{\"name\":{\"a\":1}} | INVALID_REQUEST"
            })
    void refusesABodyItCannotRead(String body, String code) {
        HttpResponse<String> response = admin.post(PATH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Caller.json(response).get("errorCode").asText()).isEqualTo(code);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("io.cuvette");
    }

    @Test
    void listsInPagesAndByTenant() {
        for (int i = 0; i < 5; i++) {
            admin.post(PATH, "{\"name\":\"paged " + i + "\",\"tenant\":\"paging\"}");
        }
        List<String> names = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page =
                    Caller.json(admin.get(PATH + "?tenant=paging&pageSize=2&pageToken=" + token));
            page.get("items").forEach(item -> names.add(item.get("name").asText()));
            token = page.path("nextPageToken").asText("");
            pages++;
        } while (!token.isEmpty());

        assertThat(names)
                .containsExactlyInAnyOrder("paged 0", "paged 1", "paged 2", "paged 3", "paged 4");
        assertThat(pages).isEqualTo(3);
        assertThat(admin.get(PATH + "?pageSize=0").statusCode()).isEqualTo(400);
        HttpResponse<String> badToken = admin.get(PATH + "?pageToken=';--");
        assertThat(badToken.statusCode()).isEqualTo(400);
        assertThat(Caller.json(badToken).get("errorCode").asText()).isEqualTo("INVALID_PAGE_TOKEN");
    }

    @Test
    void answersUnknownIdsAndNobody() {
        HttpResponse<String> unknown = admin.get(PATH + "/00000000000000000000000000");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Caller.json(unknown).get("errorCode").asText()).isEqualTo("NOT_FOUND");
        assertThat(Caller.anonymous().get(PATH).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesALargeBody() {
        HttpResponse<String> response =
                admin.post(PATH, "{\"name\":\"" + "a".repeat(70_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
    }
}

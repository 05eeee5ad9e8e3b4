package io.cuvette.service.idempotency;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.testing.TestTokens;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(LibraryProfile.class)
@Timeout(120)
class IdempotencyTest {

    private static final int PARALLEL = 50;
    private static final RequestHash HASH = RequestHash.of("POST /x", List.of("body"));

    @Inject AgroalDataSource database;
    @Inject Idempotency idempotency;

    EmbeddedPostgres postgres;

    private final String text = Ids.next().substring(10);
    private final IdempotencyKey key = new IdempotencyKey(Ids.next());
    private final TenantId tenant = new TenantId("acme");

    @Test
    void tellsAnEarlierAnswerBeforeTheWorkIsDoneAgain() {
        Optional<IdempotencyKey> named = Optional.of(key);
        assertThat(idempotency.earlier(tenant, named, HASH)).isEmpty();
        assertThat(idempotency.earlier(tenant, Optional.empty(), HASH)).isEmpty();

        idempotency.execute(tenant, named, HASH, () -> Answer.of(201, "/x/1", "{}"));

        Answer earlier = idempotency.earlier(tenant, named, HASH).orElseThrow();
        assertThat(earlier).isEqualTo(new Answer(201, Optional.of("/x/1"), "{}", true));
        assertThat(idempotency.earlier(new TenantId("other"), named, HASH)).isEmpty();
        assertThatThrownBy(
                        () ->
                                idempotency.earlier(
                                        tenant, named, RequestHash.of("POST /y", List.of())))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("another request");
    }

    @Test
    void fiftyParallelRequestsWithOneKeyMakeOneRow() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(PARALLEL);
        Set<String> bodies = new HashSet<>();
        int fresh = 0;
        try {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                answers.add(pool.submit(() -> post(key.value(), text, "acme")));
            }
            for (Future<Response> answer : answers) {
                Response response = answer.get(60, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(201);
                bodies.add(response.body().asString());
                fresh += response.header(Answer.REPLAYED_HEADER) == null ? 1 : 0;
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(fresh).isEqualTo(1);
        assertThat(bodies).hasSize(1);
        assertThat(rows("SELECT count(*) FROM Note WHERE text = ?", text)).isEqualTo(1);
    }

    @Test
    void repeatsTheFirstAnswerWithItsLocation() {
        Response first = post(key.value(), text, "acme");
        Response second = post(key.value(), text, "acme");
        assertThat(second.body().asString()).isEqualTo(first.body().asString());
        assertThat(second.header("Location"))
                .isEqualTo(first.header("Location"))
                .endsWith((String) first.path("id"));
        assertThat(second.header(Answer.REPLAYED_HEADER)).isEqualTo("true");
    }

    @Test
    void refusesTheKeyForAnotherBodyButNotForAnotherTenant() throws Exception {
        post(key.value(), text, "acme").then().statusCode(201);
        post(key.value(), text + "x", "acme")
                .then()
                .statusCode(422)
                .body("errorCode", equalTo("IDEMPOTENCY_KEY_REUSED"));
        post(key.value(), text, "umbrella").then().statusCode(201);
        assertThat(rows("SELECT count(*) FROM Note WHERE text = ?", text)).isEqualTo(2);
    }

    @Test
    void refusesKeysThatAreNone() {
        for (String bad : List.of("a b", "x".repeat(129), "k\u00e9y", "a/b")) {
            post(bad, text, "acme")
                    .then()
                    .statusCode(400)
                    .body("errorCode", equalTo("INVALID_IDEMPOTENCY_KEY"));
        }
    }

    @Test
    void takesAnEmptyHeaderForABadKeyAndNoHeaderForNone() {
        assertThatThrownBy(() -> IdempotencyKey.of("")).isInstanceOf(ProblemException.class);
        assertThat(IdempotencyKey.of(null)).isEmpty();
    }

    @Test
    void hashesWhatIsAskedAndNotHowItIsWritten() {
        RequestHash hash = RequestHash.of("POST /x", Map.of("a", 1, "b", Map.of("c", 2, "d", 3)));
        assertThat(RequestHash.of("POST /x", Map.of("b", Map.of("d", 3, "c", 2), "a", 1)))
                .isEqualTo(hash);
        ObjectNode inner = JsonNodeFactory.instance.objectNode().put("d", 3).put("c", 2);
        assertThat(RequestHash.of("POST /x", Map.of("a", 1, "b", inner))).isEqualTo(hash);
        assertThat(RequestHash.of("POST /y", Map.of("a", 1, "b", Map.of("c", 2, "d", 3))))
                .isNotEqualTo(hash);
        assertThat(RequestHash.of("POST /x", Map.of("a", 1, "b", Map.of("c", 2, "d", 4))))
                .isNotEqualTo(hash);
    }

    @Test
    void aFailedFirstAttemptLeavesTheKeyFree() {
        post(key.value(), "fail", "acme").then().statusCode(422);
        assertThatThrownBy(
                        () ->
                                idempotency.execute(
                                        tenant,
                                        Optional.of(key),
                                        HASH,
                                        () -> {
                                            throw new IllegalStateException("crash");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("crash");
        post(key.value(), text, "acme").then().statusCode(201);
    }

    @Test
    void asksToRepeatWhileTheFirstRequestStillRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> first =
                    pool.submit(
                            () ->
                                    idempotency.execute(
                                            tenant,
                                            Optional.of(key),
                                            HASH,
                                            () -> {
                                                inside.countDown();
                                                awaitQuietly(done);
                                                return Answer.of(201, null, "{}");
                                            }));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            post(key.value(), text, "acme")
                    .then()
                    .statusCode(409)
                    .header("Retry-After", "1")
                    .body("errorCode", equalTo("IDEMPOTENCY_IN_PROGRESS"));
            done.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS).replayed()).isFalse();
        } finally {
            done.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void aKilledFirstAttemptLeavesTheKeyFree() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> first =
                    pool.submit(
                            () ->
                                    idempotency.execute(
                                            tenant,
                                            Optional.of(key),
                                            HASH,
                                            () -> {
                                                inside.countDown();
                                                awaitQuietly(killed);
                                                return Answer.of(201, null, "{}");
                                            }));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            postgres.killHard();
            killed.countDown();
            assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(Exception.class);
            Response refused = post(key.value(), text, "acme");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat((String) refused.path("errorCode")).isEqualTo("DATABASE_UNAVAILABLE");
        } finally {
            postgres.start();
            pool.shutdownNow();
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> post(key.value(), text, "acme").statusCode() == 201);
        assertThat(rows("SELECT count(*) FROM Note WHERE text = ?", text)).isEqualTo(1);
    }

    @Test
    void anExpiredKeyWorksAnewAndOldRecordsGo() throws Exception {
        post(key.value(), text, "acme").then().statusCode(201);
        update(
                "UPDATE cuvette_idempotency SET expires_at = now() - interval '1 second'"
                        + " WHERE idempotency_key = ?",
                key.value());
        post(key.value(), text + "2", "acme").then().statusCode(201);

        update(
                "UPDATE cuvette_idempotency SET expires_at = now() - interval '1 second'"
                        + " WHERE idempotency_key = ?",
                key.value());
        post(Ids.next(), text + "3", "acme").then().statusCode(201);
        assertThat(
                        rows(
                                "SELECT count(*) FROM cuvette_idempotency WHERE idempotency_key = ?",
                                key.value()))
                .isZero();
    }

    @Test
    void keepsAKeyFor24Hours() throws Exception {
        post(key.value(), text, "acme").then().statusCode(201);
        assertThat(
                        rows(
                                "SELECT round(extract(epoch FROM expires_at - now()) / 3600)"
                                        + " FROM cuvette_idempotency WHERE idempotency_key = ?",
                                key.value()))
                .isEqualTo(24);
    }

    private static Response post(String key, String text, String tenant) {
        return given().auth()
                .oauth2(TestTokens.forTenant(tenant))
                .header(IdempotencyKey.HEADER, key)
                .contentType(ContentType.JSON)
                .body("{\"text\":\"" + text + "\",\"copies\":1}")
                .post("/api/v1/notes");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long rows(String sql, String parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }

    private void update(String sql, String parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}

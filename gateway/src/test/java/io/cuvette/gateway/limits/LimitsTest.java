package io.cuvette.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.cuvette.gateway.identity.TenantId;
import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LimitsTest.Tight.class)
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class LimitsTest {
    private static final String HELD = "/api/v1/datasets/held";

    /** Small limits, every service up, no token issuer. */
    public static final class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "cuvette.gateway.limits.requests-per-second", "20",
                    "cuvette.gateway.limits.burst", "60",
                    "cuvette.gateway.limits.concurrent-per-tenant", "3",
                    "cuvette.gateway.services.training.max-connections", "3");
        }
    }

    @Inject Limits limits;
    @Inject AgroalDataSource database;

    private final Caller admin = Caller.admin();

    @Test
    void slowsDownOneKeyAndNoOther() {
        Caller fast = newKey("fast");
        Caller calm = newKey("calm");

        HttpResponse<String> refused = null;
        for (int i = 0; i < 300 && refused == null; i++) {
            HttpResponse<String> response = fast.get("/api/v1/jobs");
            refused = response.statusCode() == 429 ? response : null;
        }

        assertThat(refused).as("a refusal within 300 requests").isNotNull();
        assertThat(Caller.json(refused).get("errorCode").asText()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(calm.get("/api/v1/jobs").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> fast.get("/api/v1/jobs").statusCode() == 200);
    }

    @Test
    void boundsWhatATenantDoesAtOnceAndForgetsThoseWhoLeave() {
        Caller one = newKey("crowd");
        Caller other = newKey("elsewhere");
        TenantId crowd = new TenantId("crowd");
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(
                    Caller.client()
                            .sendAsync(
                                    one.request(HELD).build(),
                                    HttpResponse.BodyHandlers.ofString()));
        }
        await().until(() -> limits.inProgress(crowd) == 3);

        HttpResponse<String> refused = one.get("/api/v1/jobs");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Caller.json(refused).get("errorCode").asText())
                .isEqualTo("TOO_MANY_CONCURRENT_REQUESTS");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(other.get("/api/v1/api-keys").statusCode()).isEqualTo(403);

        Caller.atServices("/test/release");
        waiting.forEach(response -> assertThat(response.join().statusCode()).isEqualTo(200));
        await().until(() -> limits.inProgress(crowd) == 0);
        assertThat(one.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceWhoseEveryConnectionIsHeldIsStillReady() {
        Caller one = newKey("holder");
        TenantId holder = new TenantId("holder");
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(
                    Caller.client()
                            .sendAsync(
                                    one.request(HELD).build(),
                                    HttpResponse.BodyHandlers.ofString()));
        }
        await().until(() -> limits.inProgress(holder) == 3);
        CompletableFuture<HttpResponse<String>> waiting =
                Caller.client()
                        .sendAsync(
                                newKey("patient").request("/api/v1/jobs").build(),
                                HttpResponse.BodyHandlers.ofString());

        String health = Caller.anonymous().get("/q/health/ready").body();

        assertThat(health).containsPattern("\"training\": *\"UP\"");
        assertThat(waiting).isNotDone();
        await().until(
                        () -> {
                            Caller.atServices("/test/release");
                            return held.stream().allMatch(CompletableFuture::isDone);
                        });
        assertThat(waiting.join().statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverIsNotKnownIsSlowedDownByAddress() {
        Caller known = newKey("known");
        Caller guessing =
                Caller.with("cvt_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        assertThat(refusalsFrom(2, Caller.anonymous())).contains("TOO_MANY_REQUESTS");
        assertThat(refusalsFrom(3, guessing)).contains("TOO_MANY_REQUESTS");
        assertThat(refusalsFrom(4, Caller.with("nonsense"))).contains("TOO_MANY_REQUESTS");
        assertThat(refusalsFrom(5, Caller.anonymous(), "Authorization: Bearer no.token.atall"))
                .contains("TOO_MANY_REQUESTS");
        assertThat(known.get("/api/v1/jobs").statusCode()).isEqualTo(200);
        assertThat(Caller.anonymous().get("/api/v1/jobs").statusCode())
                .as("another address")
                .isEqualTo(401);
    }

    /** The first answer that is not 401, within 300 requests. */
    private static String refusalsFrom(int address, Caller caller, String... headers) {
        for (int i = 0; i < 300; i++) {
            String answer = caller.rawFrom(address, "GET /api/v1/jobs HTTP/1.1", headers);
            if (!answer.startsWith("HTTP/1.1 401")) {
                return answer;
            }
        }
        return "all were 401";
    }

    @Test
    void whoHangsUpWhileTheKeyIsLookedUpHoldsNothingAndIsNotServed() throws Exception {
        Caller one = newKey("hasty");
        TenantId tenant = new TenantId("hasty");
        long postedBefore = Long.parseLong(Caller.atServices("/test/posted"));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table api_key in access exclusive mode");
            one.sendAndHangUp("POST /api/v1/jobs HTTP/1.1", "Content-Length: 0");
            await().until(() -> waitingForTheLock(statement) == 1);
            // nothing tells that the gateway has seen the connection close
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            connection.rollback();
        }

        assertThat(one.get("/api/v1/jobs").statusCode()).as("the next one").isEqualTo(200);
        await().during(Duration.ofMillis(500))
                .until(
                        () ->
                                limits.inProgress(tenant) == 0
                                        && Long.parseLong(Caller.atServices("/test/posted"))
                                                == postedBefore);
    }

    private static int waitingForTheLock(Statement statement) throws SQLException {
        try (ResultSet waiting =
                statement.executeQuery(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
            waiting.next();
            return waiting.getInt(1);
        }
    }

    @Test
    void aCallerWhoHangsUpLeavesAndTheServiceHearsOfIt() {
        Caller one = newKey("impatient");
        TenantId tenant = new TenantId("impatient");
        long abortedBefore = Long.parseLong(Caller.atServices("/test/aborted"));
        CompletableFuture<HttpResponse<String>> request =
                Caller.client()
                        .sendAsync(one.request(HELD).build(), HttpResponse.BodyHandlers.ofString());
        await().until(() -> limits.inProgress(tenant) == 1);

        request.cancel(true);

        await().until(() -> limits.inProgress(tenant) == 0);
        await().until(() -> Long.parseLong(Caller.atServices("/test/aborted")) > abortedBefore);
    }

    @Test
    void refusesALargeBodyWhetherItsLengthIsDeclaredOrNot() {
        Caller one = newKey("large");
        byte[] body = new byte[200_000];
        HttpResponse<String> declared =
                Caller.send(
                        one.request("/api/v1/surrogate-sim/models")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build());
        HttpResponse<String> undeclared =
                Caller.send(
                        one.request("/api/v1/surrogate-sim/models")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))
                                .build());
        HttpResponse<String> small =
                Caller.send(
                        one.request("/api/v1/surrogate-sim/models")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1024]))
                                .build());

        assertThat(declared.statusCode()).isEqualTo(413);
        assertThat(Caller.json(declared).get("detail").asText()).contains("1024 bytes");
        assertThat(undeclared.statusCode()).isEqualTo(413);
        assertThat(Caller.json(undeclared).get("errorCode").asText())
                .isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(small.statusCode()).isEqualTo(200);
    }

    private Caller newKey(String tenant) {
        HttpResponse<String> made =
                admin.post("/api/v1/api-keys", "{\"name\":\"t\",\"tenant\":\"" + tenant + "\"}");
        return Caller.with(Caller.json(made).get("key").asText());
    }
}

package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.AdaptationRepository;
import io.cuvette.reactormodel.app.persistence.ReactorRepository;
import io.cuvette.reactormodel.app.service.AdaptationMethod;
import io.cuvette.reactormodel.app.service.AdaptationPlan;
import io.cuvette.reactormodel.app.service.AdaptationState;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.MeasuredTube;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adaptations to more runs than a caller waits for. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class QueuedAdaptationTest {
    private static final String TENANT = "queue";
    private static final int MANY = ReactorBackends.MOST_RUNS_OF_AN_ADAPTATION + 1;
    private static final String RUN =
            """
            {"runs": [{"initialState": {"concentrationKmolPerM3": 2, "temperatureK": 400},
                       "timesH": [0.002]}]}
            """;

    private final Api api = new Api(TENANT);
    private String reactor;
    private String file;

    @Inject AdaptationRepository adaptations;
    @Inject ReactorRepository reactors;

    @BeforeEach
    void declare() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        file = ok(api.send(reactor, "text/csv", MeasuredTank.csv(MANY, 3)), 201).getString("id");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private Response adapt(String json) {
        return api.post("/reactors/" + reactor + "/adaptations", json);
    }

    private JsonPath ended(String id) {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                List.of("ready", "failed")
                                        .contains(
                                                api.get("/adaptations/" + id)
                                                        .jsonPath()
                                                        .getString("state")));
        return api.get("/adaptations/" + id).jsonPath();
    }

    /** A row as a request or another process left it. */
    private String row(AdaptationState state, int attempts, Duration dueIn) {
        AdaptationEntity row = new AdaptationEntity();
        row.id = Ids.next();
        row.tenant = TENANT;
        row.reactorId = reactor;
        row.reactorRevision = 1;
        row.runs = List.of(file);
        row.state = state;
        row.attempts = attempts;
        row.plan = new AdaptationPlan(new AdaptationMethod.Default(), Optional.empty());
        row.createdAt = Instant.now();
        row.dueAt = row.createdAt.plus(dueIn);
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            row.document =
                                    reactors.find(new TenantId(TENANT), reactor)
                                            .orElseThrow()
                                            .document;
                            adaptations.persist(row);
                        });
        return row.id;
    }

    @Test
    void manyRunsAreAdaptedToLaterAndThenAnswerAsOthersDo() {
        Response queued = adapt("{}");

        JsonPath json = ok(queued, 202);
        String id = json.getString("id");
        assertThat(json.getString("state")).isEqualTo("queued");
        assertThat(json.getMap("result")).isNull();
        assertThat(queued.header("Location")).endsWith("/adaptations/" + id);
        assertThat(queued.header("Retry-After")).isEqualTo("2");
        JsonPath ready = ended(id);
        assertThat(ready.getString("state")).isEqualTo("ready");
        assertThat(ready.getInt("result.runs")).isEqualTo(MANY);
        assertThat(ready.getString("result.method")).isEqualTo("default");
        assertThat(
                        ok(api.post("/adaptations/" + id + ":predict", RUN), 200)
                                .getDouble("runs[0].prediction.temperaturesK[0]"))
                .isBetween(390.0, 420.0);
    }

    @Test
    void physicsWithManyStepsIsQueuedHoweverFewTheRuns() {
        String few = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(few, "text/csv", MeasuredTank.csv(3, 3)), 201);
        String adaptations = "/reactors/" + few + "/adaptations";

        JsonPath chosen = ok(api.post(adaptations, "{\"method\": \"window\"}"), 202);
        assertThat(chosen.getString("state")).isEqualTo("queued");
        JsonPath none =
                ok(api.post(adaptations, "{\"method\": \"window\", \"physics\": \"none\"}"), 201);
        assertThat(none.getString("state")).isEqualTo("ready");

        assertThat(api.delete("/reactors/" + few).statusCode()).isEqualTo(204);
    }

    @Test
    void aFineTubeIsQueuedHoweverFewTheRuns() {
        String fine =
                api.reactor(
                        MeasuredTube.declaration("outlet")
                                .replace("\"name\"", "\"nodes\": 200, \"name\""));
        ok(api.send(fine, "text/csv", MeasuredTube.csv(1, MeasuredNode.OUTLET, true)), 201);
        String adaptations = "/reactors/" + fine + "/adaptations?validateOnly=true";

        // 199 nodes are 22 times the usual, and twelve runs of those may be waited for
        JsonPath balances = ok(api.post(adaptations, "{}"), 200);
        assertThat(balances.getInt("runCount")).isOne();
        assertThat(balances.getBoolean("queued")).isTrue();
        // a network that knows no balances follows no nodes
        String network = "{\"method\": \"window\", \"physics\": \"none\", \"epochs\": 5}";
        assertThat(ok(api.post(adaptations, network), 200).getBoolean("queued")).isFalse();
        String tooFine =
                api.reactor(
                        MeasuredTube.declaration("outlet")
                                .replace("\"name\"", "\"nodes\": 202, \"name\""));
        Response refused = api.post("/reactors/" + tooFine + "/adaptations", "{}");
        assertThat(code(refused, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(refused.jsonPath().getString("detail")).contains("more than 200 nodes");

        assertThat(api.delete("/reactors/" + fine).statusCode()).isEqualTo(204);
        assertThat(api.delete("/reactors/" + tooFine).statusCode()).isEqualTo(204);
    }

    @Test
    void whatIsOnlyValidatedIsPlannedAndNotStored() {
        String check = "/reactors/" + reactor + "/adaptations?validateOnly=true";

        JsonPath many = ok(api.post(check, "{}"), 200);

        assertThat(many.getList("runs")).containsExactly(file);
        assertThat(many.getInt("runCount")).isEqualTo(MANY);
        assertThat(many.getInt("measured")).isEqualTo(20 * MANY);
        assertThat(many.getLong("reactorRevision")).isEqualTo(1);
        assertThat(many.getString("method")).isEqualTo("default");
        assertThat(many.getBoolean("queued")).isTrue();
        assertThat(many.getMap("base")).isNull();
        api.delete("/reactors/" + reactor + "/runs/" + file);
        String few = ok(api.send(reactor, "text/csv", MeasuredTank.csv(3, 3)), 201).getString("id");
        JsonPath quick = ok(api.post(check, "{\"runs\": [\"" + few + "\"]}"), 200);
        assertThat(quick.getBoolean("queued")).isFalse();
        assertThat(ok(api.get("/reactors/" + reactor + "/adaptations"), 200).getList("items"))
                .isEmpty();

        assertThat(code(api.post(check, "{\"runs\": [\"" + file + "\"]}"), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(api.post(check, "{\"method\": \"magic\"}"), 400))
                .isEqualTo("INVALID_REQUEST");
        assertThat(code(api.post(check.replace("=true", "=yes"), "{}"), 400))
                .isEqualTo("INVALID_REQUEST");
        api.delete("/reactors/" + reactor + "/runs/" + few);
        assertThat(code(api.post(check, "{}"), 422)).isEqualTo("UNPROCESSABLE");
    }

    @Test
    void theSameKeyIsQueuedOnce() {
        Response first =
                api.call()
                        .header("Idempotency-Key", "once")
                        .body("{}")
                        .post(Api.ROOT + "/reactors/" + reactor + "/adaptations");
        Response second =
                api.call()
                        .header("Idempotency-Key", "once")
                        .body("{}")
                        .post(Api.ROOT + "/reactors/" + reactor + "/adaptations");

        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Retry-After")).isEqualTo("2");
        ended(ok(first, 202).getString("id"));
        assertThat(api.get("/reactors/" + reactor + "/adaptations").jsonPath().getList("items"))
                .hasSize(1);
    }

    @Test
    void whatIsBeingMadeCannotBeAskedYet() {
        String id = row(AdaptationState.RUNNING, 1, Duration.ofMinutes(10));

        assertThat(code(api.post("/adaptations/" + id + ":predict", RUN), 409))
                .isEqualTo("ILLEGAL_STATE");
        assertThat(ok(api.get("/adaptations/" + id), 200).getString("state")).isEqualTo("running");
        assertThat(code(new Api("others").get("/adaptations/" + id), 404)).isEqualTo("NOT_FOUND");
        assertThat(api.delete("/adaptations/" + id).statusCode()).isEqualTo(204);
        assertThat(api.get("/adaptations/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void whatAKilledProcessHadIsTakenOver() {
        String id = row(AdaptationState.RUNNING, 1, Duration.ZERO);

        JsonPath ready = ended(id);

        assertThat(ready.getString("state")).isEqualTo("ready");
        assertThat(QuarkusTransaction.requiringNew().call(() -> adaptations.findById(id).attempts))
                .isEqualTo(2);
    }

    @Test
    void whatKillsEveryProcessIsGivenUp() {
        JsonPath failed = ended(row(AdaptationState.RUNNING, 3, Duration.ZERO));

        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getString("failure.errorCode")).isEqualTo("INTERNAL");
    }

    @Test
    void aFailureIsToldInTheWordsOfAProblem() {
        String id = row(AdaptationState.QUEUED, 0, Duration.ofSeconds(2));
        assertThat(api.delete("/reactors/" + reactor + "/runs/" + file).statusCode())
                .isEqualTo(204);

        JsonPath failed = ended(id);

        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getString("failure.errorCode")).isEqualTo("UNPROCESSABLE");
        assertThat(failed.getString("failure.message")).contains("was deleted");
        assertThat(code(api.post("/adaptations/" + id + ":predict", RUN), 409))
                .isEqualTo("ILLEGAL_STATE");
    }

    @Test
    void aRowThatCannotBeReadBlocksNobody() {
        String broken = row(AdaptationState.QUEUED, 0, Duration.ofMinutes(10));
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                adaptations
                                        .getEntityManager()
                                        .createNativeQuery(
                                                """
                                                update adaptation set due_at = now(),
                                                  plan_json = '{"method": {"method": "of tomorrow"}}'
                                                where id = :id
                                                """)
                                        .setParameter("id", broken)
                                        .executeUpdate());

        String id = ok(adapt("{}"), 202).getString("id");

        assertThat(ended(id).getString("state")).isEqualTo("ready");
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                adaptations
                                        .getEntityManager()
                                        .createNativeQuery("delete from adaptation where id = :id")
                                        .setParameter("id", broken)
                                        .executeUpdate());
    }

    @Test
    void whatIsGivenBackAtAnEndCountsAsNotBegun() {
        String id = row(AdaptationState.RUNNING, 2, Duration.ofMinutes(10));
        TenantId tenant = new TenantId(TENANT);

        QuarkusTransaction.requiringNew().run(() -> adaptations.giveBack(tenant, id, 1));
        assertThat(ok(api.get("/adaptations/" + id), 200).getString("state")).isEqualTo("running");
        QuarkusTransaction.requiringNew().run(() -> adaptations.giveBack(tenant, id, 2));

        assertThat(ended(id).getString("state")).isEqualTo("ready");
        assertThat(QuarkusTransaction.requiringNew().call(() -> adaptations.findById(id).attempts))
                .isEqualTo(2);
    }

    @Test
    void whatIsBeingMadeIsUnavailableToInference() {
        String id = row(AdaptationState.RUNNING, 1, Duration.ofMinutes(10));

        assertThat(
                        api.call()
                                .body("{\"inputs\": []}")
                                .post("/v2/models/reactor-" + id + "/infer")
                                .statusCode())
                .isEqualTo(503);
        assertThat(api.call().get("/v2/models/reactor-" + id + "/ready").statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void oneLongRunAmongManyIsTooMuch() {
        StringBuilder csv =
                new StringBuilder(
                        "run,timeH,concentrationKmolPerM3,temperatureK,"
                                + "feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH\n"
                                + "long,0,2,400,0,0\n");
        for (int i = 1; i <= 400; i++) {
            csv.append("long,").append(i * 1e-5).append(",2,400,0,0\n");
        }
        byte[] content = csv.toString().getBytes(StandardCharsets.UTF_8);
        ok(api.send(reactor, "text/csv", content), 201);

        Response answer = adapt("{}");

        assertThat(code(answer, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo(
                        "14 runs of up to 400 times are too much to learn from; allowed are 2000"
                                + " together: thin the longest or name fewer files.");
    }

    @Test
    void aTenantHasNoMoreThanAFewWaiting() {
        for (int i = 0; i < 3; i++) {
            row(AdaptationState.QUEUED, 0, Duration.ofMinutes(10));
        }

        assertThat(code(adapt("{}"), 429)).isEqualTo("TOO_MANY_REQUESTS");
    }
}

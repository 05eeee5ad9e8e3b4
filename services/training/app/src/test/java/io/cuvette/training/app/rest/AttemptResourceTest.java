package io.cuvette.training.app.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.data.Digests;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.testing.TestTokens;
import io.cuvette.training.app.launcher.LaunchRequest;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.FakeWorker;
import io.cuvette.training.app.testing.LeaseDesk;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test is the worker. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class AttemptResourceTest {

    private static final String TENANT = "lab-worker";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static String dataset;

    @Inject LeaseDesk desk;
    @Inject ObjectStore store;

    private final Api api = new Api(TENANT);

    private String submit(String model) {
        if (dataset == null) {
            dataset = api.readyDataset(12, 1);
        }
        return api.submit(Api.walk(dataset, model, Map.of("steps", 10)));
    }

    private FakeWorker lease(String jobId) {
        FakeWorker worker = new FakeWorker(store, desk.lease(TENANT, jobId));
        worker.assignment().then().statusCode(200);
        return worker;
    }

    @Test
    void theAssignmentHoldsAllAWorkerNeeds() {
        String id = submit("assigned");
        FakeWorker worker = new FakeWorker(store, desk.lease(TENANT, id));

        JsonPath assignment = worker.assignment().then().statusCode(200).extract().jsonPath();

        assertThat(assignment.getString("jobId")).isEqualTo(id);
        assertThat(assignment.getInt("attempt")).isEqualTo(1);
        assertThat(assignment.getString("family")).isEqualTo("test-walk");
        assertThat(assignment.getString("tenant")).isEqualTo(TENANT);
        assertThat(assignment.getString("dataset.key"))
                .isEqualTo("tenants/lab-worker/datasets/" + dataset + "/raw");
        assertThat(assignment.getString("dataset.sha256"))
                .isEqualTo(Digests.sha256Hex(Api.table(12, 1)));
        assertThat(assignment.getInt("settings.steps")).isEqualTo(10);
        assertThat(assignment.getList("checkpoints")).isEmpty();
        assertThat(api.job(id).getString("state")).isEqualTo("RUNNING");
        assertThat(api.job(id).getString("startedAt")).isNotNull();
    }

    @Test
    void onlyTheTokenOfTheAttemptOpensIt() {
        String id = submit("secret");
        LaunchRequest launch = desk.lease(TENANT, id);
        String other = submit("other");
        LaunchRequest foreign = desk.lease(TENANT, other);
        String path = "/internal/v1/jobs/" + id + "/attempts/1";

        given().get(path).then().statusCode(401);
        given().auth().oauth2(TestTokens.forAdmin(TENANT)).get(path).then().statusCode(401);
        given().auth().oauth2(foreign.token().text()).get(path).then().statusCode(409);
        given().auth()
                .oauth2(launch.token().text())
                .get("/internal/v1/jobs/" + id + "/attempts/2")
                .then()
                .statusCode(409);
        given().auth().oauth2(launch.token().text()).get("/api/v1/jobs").then().statusCode(401);
        given().auth().oauth2(launch.token().text()).get(path).then().statusCode(200);
    }

    @Test
    void heartbeatsTellOfStopRequests() {
        String suspended = submit("hb-suspend");
        FakeWorker first = lease(suspended);
        first.heartbeat().then().statusCode(200).body("stop", equalTo(false));
        api.post("/jobs/" + suspended + ":suspend").then().statusCode(202);
        first.heartbeat().then().statusCode(200).body("stop", equalTo("SUSPEND"));
        first.post("/stopped", Map.of()).then().statusCode(204);
        assertThat(api.job(suspended).getString("state")).isEqualTo("SUSPENDED");

        String cancelled = submit("hb-cancel");
        FakeWorker second = lease(cancelled);
        api.post("/jobs/" + cancelled + ":cancel")
                .then()
                .statusCode(202)
                .body("state", equalTo("CANCELLING"));
        second.heartbeat().then().statusCode(200).body("stop", equalTo("CANCEL"));
        second.post("/stopped", Map.of()).then().statusCode(204);
        assertThat(api.job(cancelled).getString("state")).isEqualTo("CANCELLED");
        second.heartbeat().then().statusCode(409).body("errorCode", equalTo("LEASE_LOST"));
    }

    @Test
    void progressIsShownAndKept() {
        String id = submit("progress");
        FakeWorker worker = lease(id);

        worker.post(
                        "/progress",
                        Map.of(
                                "percentage",
                                40.5,
                                "phase",
                                "train",
                                "etaSeconds",
                                12,
                                "metrics",
                                Map.of("loss", 0.25),
                                "messages",
                                List.of("half way")))
                .then()
                .statusCode(204);

        JsonPath job = api.job(id);
        assertThat(job.getDouble("progress.percentage")).isEqualTo(40.5);
        assertThat(job.getString("progress.phase")).isEqualTo("train");
        assertThat(job.getLong("progress.etaSeconds")).isEqualTo(12);
        assertThat(job.getDouble("progress.metrics.loss")).isEqualTo(0.25);
    }

    private static Map<String, Object> report() {
        return new HashMap<>(
                Map.of("percentage", 1, "phase", "x", "metrics", Map.of(), "messages", List.of()));
    }

    private static Map<String, Object> cost(double joules) {
        return new HashMap<>(
                Map.of(
                        "joules", joules,
                        "gramsCo2", joules / 10,
                        "sources", List.of("ESTIMATED"),
                        "cpuSeconds", 3,
                        "wallSeconds", 4,
                        "peakMemoryBytes", 1000,
                        "samples", 20));
    }

    @ParameterizedTest
    @CsvSource({"percentage, 101", "percentage, -1", "metrics, 3", "messages, 3", "cost, 3"})
    void badReportsAreRefused(String field, int value) {
        String id = submit("bad-report");
        FakeWorker worker = lease(id);
        Map<String, Object> report = report();
        report.put(field, value);

        worker.post("/progress", report).then().statusCode(400);
    }

    @Test
    void whatAJobCostsIsShownOverAllItsAttempts() {
        String id = submit("cost");
        FakeWorker first = lease(id);
        assertThat(api.job(id).getMap("").containsKey("cost")).isFalse();
        for (double joules : new double[] {10, 30}) {
            Map<String, Object> report = report();
            report.put("cost", cost(joules));
            first.post("/progress", report).then().statusCode(204);
        }

        JsonPath job = api.job(id);

        assertThat(job.getDouble("cost.joules")).isEqualTo(30);
        assertThat(job.getDouble("cost.gramsCo2")).isEqualTo(3);
        assertThat(job.getList("cost.energySources")).containsExactly("estimated");
        assertThat(job.getBoolean("cost.estimated")).isTrue();
        assertThat(job.getDouble("cost.samplesPerSecond")).isEqualTo(5);
        assertThat(job.getLong("cost.peakMemoryBytes")).isEqualTo(1000);
        // a worker of an earlier release tells of no cost
        first.post("/progress", report()).then().statusCode(204);
        assertThat(api.job(id).getDouble("cost.joules")).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"joules", "gramsCo2", "cpuSeconds", "wallSeconds", "samples"})
    void aCostBelowZeroIsRefused(String field) {
        String id = submit("bad-cost");
        FakeWorker worker = lease(id);
        Map<String, Object> report = report();
        Map<String, Object> cost = cost(10);
        cost.put(field, -1);
        report.put("cost", cost);

        worker.post("/progress", report).then().statusCode(400);

        assertThat(api.job(id).getMap("").containsKey("cost")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "joules, 1e400",
        "joules, 1.1e15",
        "gramsCo2, 1e400",
        "cpuSeconds, 1e400",
        "wallSeconds, 1e400",
        "peakMemoryBytes, 1000000000000001",
        "samples, 1000000000000001"
    })
    void aCostWhoseSumMightOverflowIsRefused(String field, BigDecimal value) {
        String id = submit("boundless-cost");
        FakeWorker worker = lease(id);
        Map<String, Object> report = report();
        Map<String, Object> cost = cost(10);
        cost.put(field, value);
        report.put("cost", cost);

        worker.post("/progress", report).then().statusCode(400);

        assertThat(api.job(id).getMap("").containsKey("cost")).isFalse();
        cost.put(field, new BigDecimal("1000000000000000"));
        worker.post("/progress", report).then().statusCode(204);
        assertThat(api.job(id).getMap("").containsKey("cost")).isTrue();
    }

    @Test
    void theNewestThreeCheckpointsAreKeptAndTheRestDeleted() {
        String id = submit("checkpoints");
        FakeWorker worker = lease(id);

        for (long step = 10; step <= 50; step += 10) {
            worker.checkpoint(step).then().statusCode(204);
        }
        worker.checkpoint(50).then().statusCode(204);

        assertThat(worker.assignment().jsonPath().getList("checkpoints.step"))
                .containsExactly(50, 40, 30);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(objects("jobs/" + id + "/checkpoints/")).isEqualTo(3));
    }

    @Test
    void checkpointsOfALaterAttemptCountAsNewerThoughTheirStepsAreLower() {
        String id = submit("fallen-back");
        FakeWorker first = lease(id);
        first.checkpoint(40).then().statusCode(204);
        first.checkpoint(50).then().statusCode(204);
        desk.takeAway(TENANT, id);
        FakeWorker second = lease(id);
        second.checkpoint(10).then().statusCode(204);
        second.checkpoint(20).then().statusCode(204);

        JsonPath assignment = second.assignment().jsonPath();

        assertThat(assignment.getList("checkpoints.step")).containsExactly(20, 10, 50);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(objects("jobs/" + id + "/checkpoints/")).isEqualTo(3));
    }

    @Test
    void checkpointsOfAFailedJobAreForgottenWithTheirObjects() {
        String id = submit("kept-too-long");
        FakeWorker worker = lease(id);
        worker.checkpoint(70).then().statusCode(204);
        worker.checkpoint(80).then().statusCode(204);
        worker.post("/failure", failure(false)).then().statusCode(204);
        desk.letCleanupsBeDue(TENANT);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(objects("jobs/" + id + "/checkpoints/")).isZero());

        api.post("/jobs/" + id + ":retry").then().statusCode(202);

        FakeWorker again = lease(id);
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(again.assignment().jsonPath().getList("checkpoints"))
                                        .isEmpty());
        again.checkpoint(10).then().statusCode(204);
        again.checkpoint(20).then().statusCode(204);
        assertThat(again.assignment().jsonPath().getList("checkpoints.step"))
                .containsExactly(20, 10);
        assertThat(objects("jobs/" + id + "/checkpoints/")).isEqualTo(2);
    }

    @Test
    void aCancelledWorkerThatDoesNotStopInTimeLosesItsLease() {
        String id = submit("deaf-cancel");
        FakeWorker worker = lease(id);
        api.post("/jobs/" + id + ":cancel").then().statusCode(202);
        worker.heartbeat().then().statusCode(200).body("stop", equalTo("CANCEL"));
        desk.letStopBeOverdue(TENANT, id);

        JsonPath job = api.awaitState(id, "CANCELLED", LIMIT);

        assertThat(job.getString("conditions.find { it.type == 'Finished' }.message"))
                .isEqualTo("the worker did not stop in time and is killed");
        worker.heartbeat().then().statusCode(409);
    }

    @Test
    void aSuspendedWorkerThatDoesNotStopInTimeLosesItsLeaseAndTheJobResumesFromItsCheckpoint() {
        String id = submit("deaf-suspend");
        FakeWorker worker = lease(id);
        worker.checkpoint(5).then().statusCode(204);
        api.post("/jobs/" + id + ":suspend").then().statusCode(202);
        worker.heartbeat().then().statusCode(200).body("stop", equalTo("SUSPEND"));
        desk.letStopBeOverdue(TENANT, id);

        api.awaitState(id, "SUSPENDED", LIMIT);

        worker.heartbeat().then().statusCode(409);
        api.post("/jobs/" + id + ":resume").then().statusCode(202);
        FakeWorker next = lease(id);
        assertThat(next.assignment().jsonPath().getList("checkpoints.step")).containsExactly(5);
        next.heartbeat().then().statusCode(200).body("stop", equalTo(false));
    }

    private static Map<String, Object> failure(boolean retryable) {
        return Map.of(
                "code",
                "WORKER_ERROR",
                "message",
                "it broke",
                "findings",
                List.of(),
                "retryable",
                retryable);
    }

    @Test
    void aCheckpointOfAForeignKeyIsRefused() {
        String id = submit("foreign-key");
        FakeWorker worker = lease(id);

        worker.post(
                        "/checkpoints",
                        Map.of(
                                "step",
                                1,
                                "key",
                                "tenants/lab-other/jobs/" + id + "/checkpoints/x",
                                "sha256",
                                "0".repeat(64),
                                "sizeBytes",
                                5))
                .then()
                .statusCode(400);
    }

    @Test
    void publishesOnceHoweverOftenItIsAsked() {
        String id = submit("published");
        FakeWorker worker = lease(id);
        Map<String, Object> publication = worker.upload("weights");

        worker.post("/publish", publication).then().statusCode(201).body("version", equalTo(1));
        worker.post("/publish", publication).then().statusCode(201).body("version", equalTo(1));

        assertThat(api.job(id).getString("state")).isEqualTo("SUCCEEDED");
        assertThat(api.job(id).getInt("modelVersion")).isEqualTo(1);
        assertThat(api.get("/models/published/versions").jsonPath().getList("items")).hasSize(1);
    }

    @Test
    void nothingIsPublishedThatIsNotWholeInTheStore() {
        String id = submit("half");
        FakeWorker worker = lease(id);
        worker.upload("weights");

        worker.post("/publish", FakeWorker.publication(999, "0".repeat(64))).then().statusCode(400);

        assertThat(api.job(id).getString("state")).isEqualTo("RUNNING");
        api.get("/models/half").then().statusCode(404);
    }

    @Test
    void aWorkerThatLostItsLeaseCannotPublishAndLeavesNothing() {
        String id = submit("fenced");
        FakeWorker lost = lease(id);
        Map<String, Object> late = lost.upload("weights of the first attempt");
        desk.takeAway(TENANT, id);
        FakeWorker holder = lease(id);
        Map<String, Object> right = holder.upload("weights of the second attempt");

        lost.post("/publish", late).then().statusCode(409).body("errorCode", equalTo("LEASE_LOST"));
        lost.heartbeat().then().statusCode(409);
        lost.post(
                        "/progress",
                        Map.of(
                                "percentage",
                                99,
                                "phase",
                                "late",
                                "metrics",
                                Map.of(),
                                "messages",
                                List.of()))
                .then()
                .statusCode(409);
        api.get("/models/fenced").then().statusCode(404);
        holder.post("/publish", right).then().statusCode(201).body("version", equalTo(1));

        String prefix = api.get("/models/fenced/versions/1").then().extract().path("keyPrefix");
        assertThat(prefix).endsWith(id + "/2/");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(objects("models/" + id + "/1/")).isZero());
        assertThat(objects("models/" + id + "/2/")).isEqualTo(1);
    }

    @Test
    void aCancelledJobPublishesNothing() {
        String id = submit("too-late");
        FakeWorker worker = lease(id);
        Map<String, Object> publication = worker.upload("weights");
        api.post("/jobs/" + id + ":cancel").then().statusCode(202);

        worker.post("/publish", publication).then().statusCode(409);

        api.get("/models/too-late").then().statusCode(404);
    }

    @Test
    void aFailureThatMayPassIsTriedAgainAFewTimesAndRetryGoesOnWithTheCheckpoints() {
        String id = submit("flaky");
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(api.job(id).getString("state")).isEqualTo("QUEUED");
            FakeWorker worker = lease(id);
            if (attempt == 1) {
                worker.checkpoint(7).then().statusCode(204);
            }
            worker.post("/failure", failure(true)).then().statusCode(204);
        }
        JsonPath failed = api.job(id);
        assertThat(failed.getString("state")).isEqualTo("FAILED");
        assertThat(failed.getString("failure.code")).isEqualTo("WORKER_ERROR");
        assertThat(failed.getString("failure.message")).isEqualTo("it broke");

        api.post("/jobs/" + id + ":retry").then().statusCode(202);

        FakeWorker again = new FakeWorker(store, desk.lease(TENANT, id));
        JsonPath assignment = again.assignment().jsonPath();
        assertThat(assignment.getInt("attempt")).isEqualTo(6);
        assertThat(assignment.getList("checkpoints.step")).containsExactly(7);
    }

    @Test
    void aWorkerThatIsNotHeardOfLosesItsLease() {
        String id = submit("silent");
        FakeWorker worker = lease(id);
        desk.letExpire(TENANT, id);

        JsonPath job = api.awaitState(id, "QUEUED", LIMIT);

        assertThat(job.getString("failure.code")).isEqualTo("WORKER_LOST");
        worker.heartbeat().then().statusCode(409);
    }

    private int objects(String below) {
        return store.list(new KeyPrefix("tenants/" + TENANT + "/" + below), Optional.empty(), 100)
                .objects()
                .size();
    }
}

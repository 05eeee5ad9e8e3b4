package io.cuvette.training.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.FakeWorker;
import io.cuvette.training.app.testing.LeaseDesk;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.Sweeps;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The test is the worker. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class SweepResourceTest {

    private static final String TENANT = "lab-sweeps";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Map<String, Object> RANDOM = Map.of("name", "random");

    private static String dataset;

    @Inject LeaseDesk desk;
    @Inject ObjectStore store;

    private final Api api = new Api(TENANT);
    private final Sweeps sweeps = new Sweeps(api);

    private String dataset() {
        if (dataset == null) {
            dataset = api.readyDataset(12, 1);
        }
        return dataset;
    }

    private Map<String, Object> sweep(String model, int trials, int parallel) {
        Map<String, Object> sweep = Sweeps.ofRate(dataset(), model, RANDOM, trials);
        sweep.put("parallel", parallel);
        return sweep;
    }

    private FakeWorker lease(String jobId) {
        FakeWorker worker = new FakeWorker(store, desk.lease(TENANT, jobId));
        worker.assignment().then().statusCode(200);
        return worker;
    }

    private void publish(String jobId, double mse) {
        lease(jobId).publish(Sweeps.METRIC, mse).then().statusCode(201);
    }

    private void fail(String jobId) {
        lease(jobId)
                .post(
                        "/failure",
                        Map.of(
                                "code",
                                "TRAINING_FAILED",
                                "message",
                                "the loss is not finite",
                                "findings",
                                List.of(),
                                "retryable",
                                false))
                .then()
                .statusCode(204);
    }

    @Test
    void trialsAreJobsOfWhichNoMoreThanParallelAreUnderWay() {
        Response filed = api.post("/sweeps", sweep("parallel", 4, 2));
        String id = filed.then().statusCode(202).extract().path("id");
        assertThat(filed.header("Location")).endsWith("/api/v1/sweeps/" + id);

        List<String> first = sweeps.awaitJobs(id, 2);
        JsonPath job = api.job(first.get(1));
        assertThat(job.getString("sweepId")).isEqualTo(id);
        assertThat(job.getInt("trial")).isEqualTo(1);
        assertThat(job.getInt("settings.epochs")).isEqualTo(2);
        assertThat(job.getDouble("settings.learningRate")).isBetween(1e-4, 1e-1);
        assertThat(job.getLong("seed")).isEqualTo(7);
        assertThat(sweeps.get(id).getString("state")).isEqualTo("RUNNING");
        assertThat(sweeps.get(id).getInt("progress.pending")).isEqualTo(2);

        publish(first.get(1), 0.4);
        List<String> third = sweeps.awaitJobs(id, 3);
        publish(third.get(0), 0.2);
        publish(third.get(2), 0.3);
        publish(sweeps.awaitJobs(id, 4).get(3), 0.5);

        JsonPath done = sweeps.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(done.getInt("best.trial")).isZero();
        assertThat(done.getDouble("best.objective")).isEqualTo(0.2);
        assertThat(done.getInt("best.modelVersion")).isEqualTo(2);
        assertThat(done.getInt("progress.succeeded")).isEqualTo(4);
        JsonPath table = sweeps.trials(id);
        assertThat(table.getList("items.rank")).containsExactly(1, 3, 2, 4);
        assertThat(table.getList("items.jobId")).containsExactlyElementsOf(sweeps.awaitJobs(id, 4));
        assertThat(table.getList("items.settings.learningRate")).doesNotHaveDuplicates();
    }

    @Test
    void aFailedTrialDoesNotFailTheSweepAndATableComesAsCsv() {
        String id = sweeps.submit(sweep("partly", 2, 2));
        List<String> jobs = sweeps.awaitJobs(id, 2);
        fail(jobs.get(0));
        publish(jobs.get(1), 0.25);

        JsonPath done = sweeps.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(done.getInt("progress.failed")).isEqualTo(1);
        assertThat(done.getInt("best.trial")).isEqualTo(1);
        String[] csv =
                api.call()
                        .accept("text/csv")
                        .get("/api/v1/sweeps/" + id + "/trials")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .split("\r\n");
        assertThat(csv[0])
                .isEqualTo(
                        "trial,rank,state,objective,jobId,modelVersion,from,learningRate,reason");
        assertThat(csv[1])
                .startsWith("0,,FAILED,," + jobs.get(0))
                .endsWith("the loss is not finite");
        assertThat(csv[2]).startsWith("1,1,SUCCEEDED,0.25," + jobs.get(1) + ",1,,");
    }

    @Test
    void aMetricThatNeverAppearsFailsTheTrialWithAReason() {
        Map<String, Object> sweep = sweep("absent", 1, 1);
        sweep.put("objective", Map.of("metric", "validation.accuracy", "goal", "maximize"));
        String id = sweeps.submit(sweep);
        publish(sweeps.awaitJobs(id, 1).get(0), 0.5);

        JsonPath done = sweeps.awaitState(id, "FAILED", LIMIT);
        assertThat(done.getString("failure")).contains("No trial of 1 has an objective");
        assertThat(sweeps.trials(id).getString("items[0].state")).isEqualTo("FAILED");
        assertThat(sweeps.trials(id).getString("items[0].reason"))
                .isEqualTo(
                        "The job never reported the metric validation.accuracy; it reported"
                                + " autoencoder.mse.");
    }

    @Test
    void aGoalToMaximizeRanksTheOtherWayRound() {
        Map<String, Object> sweep = sweep("greatest", 2, 2);
        sweep.put("objective", Map.of("metric", Sweeps.METRIC, "goal", "maximize"));
        String id = sweeps.submit(sweep);
        List<String> jobs = sweeps.awaitJobs(id, 2);
        publish(jobs.get(0), 0.1);
        publish(jobs.get(1), 0.9);

        assertThat(sweeps.awaitState(id, "SUCCEEDED", LIMIT).getInt("best.trial")).isEqualTo(1);
    }

    @Test
    void aSuspendedSweepParksItsTrialsAndGoesOnWithThem() {
        String id = sweeps.submit(sweep("parked", 2, 1));
        String job = sweeps.awaitJobs(id, 1).get(0);
        FakeWorker worker = lease(job);

        api.post("/sweeps/" + id + ":suspend")
                .then()
                .statusCode(202)
                .body("state", equalTo("SUSPENDED"));
        worker.heartbeat().then().body("stop", equalTo("SUSPEND"));
        api.post("/sweeps/" + id + ":resume")
                .then()
                .statusCode(202)
                .body("state", equalTo("RUNNING"));
        // its worker answers the stop only now: the sweep runs again and takes it along
        worker.post("/stopped", Map.of()).then().statusCode(204);
        api.awaitState(job, "QUEUED", LIMIT);

        api.post("/jobs/" + job + ":suspend")
                .then()
                .statusCode(409)
                .body("detail", containsString("is a trial of the sweep " + id));
        publish(job, 0.5);
        publish(sweeps.awaitJobs(id, 2).get(1), 0.4);
        sweeps.awaitState(id, "SUCCEEDED", LIMIT);
    }

    @Test
    void aCancelledSweepCancelsItsTrialsAndFilesNoMore() {
        String id = sweeps.submit(sweep("cancelled", 5, 2));
        List<String> jobs = sweeps.awaitJobs(id, 2);
        publish(jobs.get(0), 0.5);
        sweeps.awaitJobs(id, 3);

        api.post("/sweeps/" + id + ":cancel").then().statusCode(202);

        JsonPath done = sweeps.awaitState(id, "CANCELLED", LIMIT);
        assertThat(done.getInt("progress.filed")).isEqualTo(3);
        assertThat(done.getInt("progress.cancelled")).isEqualTo(2);
        assertThat(api.job(jobs.get(1)).getString("state")).isEqualTo("CANCELLED");
        api.post("/sweeps/" + id + ":resume").then().statusCode(409);
        api.post("/sweeps/" + id + ":cancel").then().statusCode(409);
    }

    @Test
    void aGridMakesAsManyTrialsAsItHasPoints() {
        Map<String, Object> sweep =
                Sweeps.ofRate(dataset(), "grid", Map.of("name", "grid", "points", 2), 0);
        sweep.put(
                "space",
                List.of(
                        Sweeps.rate(1e-3, 1e-1),
                        Map.of("field", "batchSize", "values", List.of(4, 8, 16))));
        sweep.put("parallel", 10);
        String id = sweeps.submit(sweep);

        List<String> jobs = sweeps.awaitJobs(id, 6);
        assertThat(api.job(jobs.get(4)).getInt("settings.batchSize")).isEqualTo(8);
        assertThat(api.job(jobs.get(4)).getDouble("settings.learningRate")).isEqualTo(1e-1);
        assertThat(sweeps.get(id).getInt("trials")).isEqualTo(6);
        api.post("/sweeps/" + id + ":cancel").then().statusCode(202);
    }

    @Test
    void aBayesianSearchGoesByWhatTrialsReached() {
        Map<String, Object> sweep =
                Sweeps.ofRate(dataset(), "bayes", Map.of("name", "bayesian", "start", 3), 8);
        String id = sweeps.submit(sweep);
        for (int i = 0; i < 8; i++) {
            String job = sweeps.awaitJobs(id, i + 1).get(i);
            double rate = api.job(job).getDouble("settings.learningRate");
            publish(job, Math.pow(Math.log10(rate) + 2.2, 2));
        }
        // the best rate is 10^-2.2
        JsonPath done = sweeps.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(done.getDouble("best.objective")).isLessThan(0.01);
    }

    @Test
    void drawsItsTrialsAsParallelCoordinates() {
        String id = sweeps.submit(sweep("drawn", 1, 1));
        publish(sweeps.awaitJobs(id, 1).get(0), 0.5);
        sweeps.awaitState(id, "SUCCEEDED", LIMIT);

        byte[] png =
                api.call()
                        .accept("image/png")
                        .get("/api/v1/sweeps/" + id + "/plot")
                        .then()
                        .statusCode(200)
                        .contentType("image/png")
                        .extract()
                        .asByteArray();
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        api.call()
                .accept("image/svg+xml")
                .get("/api/v1/sweeps/" + id + "/plot")
                .then()
                .statusCode(200)
                .contentType(containsString("image/svg+xml"))
                .body(containsString("learningRate"));
    }

    @Test
    void validateOnlySaysWhatItWouldMakeAndStoresNothing() {
        Api fresh = new Api("lab-sweep-check");
        String data = fresh.readyDataset(12, 2);

        JsonPath check =
                fresh.post(
                                "/sweeps?validateOnly=true",
                                Sweeps.ofRate(data, "m", Map.of("name", "grid", "points", 5), 0))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(check.getInt("trials")).isEqualTo(5);
        assertThat(check.getList("findings")).isEmpty();
        assertThat(check.getLong("estimate.steps")).isEqualTo(2);
        assertThat(fresh.get("/sweeps").jsonPath().getList("items")).isEmpty();
    }

    @Test
    void aKeyFilesASweepOnce() {
        Map<String, Object> sweep = sweep("once", 1, 1);
        String first = withKey(sweep).then().statusCode(202).extract().path("id");
        String second = withKey(sweep).then().statusCode(202).extract().path("id");
        assertThat(second).isEqualTo(first);
        sweep.put("trials", 2);
        withKey(sweep).then().statusCode(422).body("errorCode", equalTo("IDEMPOTENCY_KEY_REUSED"));
        api.post("/sweeps/" + first + ":cancel").then().statusCode(202);
    }

    private Response withKey(Map<String, Object> sweep) {
        return api.call().header("Idempotency-Key", "one-sweep").body(sweep).post("/api/v1/sweeps");
    }

    @Test
    void whatASweepNeedsCannotBeDeleted() {
        String data = api.readyDataset(12, 9);
        Map<String, Object> sweep = sweep("needy", 1, 1);
        sweep.put("datasetId", data);
        String id = sweeps.submit(sweep);
        api.post("/sweeps/" + id + ":suspend").then().statusCode(202);

        api.delete("/datasets/" + data).then().statusCode(409).body("errorCode", equalTo("IN_USE"));
        api.post("/sweeps/" + id + ":cancel").then().statusCode(202);
        sweeps.awaitState(id, "CANCELLED", LIMIT);
        api.delete("/datasets/" + data).then().statusCode(204);
    }

    @Test
    void listsPageByPageAndByState() {
        Api lister = new Api("lab-sweep-lister");
        Sweeps own = new Sweeps(lister);
        String data = lister.readyDataset(12, 3);
        String first = own.submit(Sweeps.ofRate(data, "a", RANDOM, 1));
        String second = own.submit(Sweeps.ofRate(data, "b", RANDOM, 1));
        lister.post("/sweeps/" + first + ":cancel").then().statusCode(202);
        own.awaitState(first, "CANCELLED", LIMIT);

        JsonPath page = lister.get("/sweeps?pageSize=1").jsonPath();
        assertThat(page.getList("items.id")).containsExactly(second);
        String token = page.getString("nextPageToken");
        assertThat(
                        lister.get("/sweeps?pageSize=1&pageToken=" + token)
                                .jsonPath()
                                .getList("items.id"))
                .containsExactly(first);
        assertThat(lister.get("/sweeps?state=CANCELLED").jsonPath().getList("items.id"))
                .containsExactly(first);
        assertThat(lister.get("/sweeps?family=none").jsonPath().getList("items")).isEmpty();
        lister.get("/sweeps?state=WRONG").then().statusCode(400);
    }

    @Test
    void generationsGoOnFromTheStateOfTheBetterOnesWhichIsKeptForThem() {
        Map<String, Object> search =
                Map.of(
                        "name",
                        "pbt",
                        "population",
                        2,
                        "generations",
                        2,
                        "cut",
                        0.5,
                        "interval",
                        Map.of("field", "epochs", "epochs", 3));
        Map<String, Object> sweep = Sweeps.ofRate(dataset(), "population", search, 0);
        sweep.put("parallel", 2);
        String id = sweeps.submit(sweep);
        List<String> first = sweeps.awaitJobs(id, 2);
        assertThat(api.job(first.get(0)).getInt("settings.epochs")).isEqualTo(3);
        for (int i = 0; i < 2; i++) {
            FakeWorker worker = lease(first.get(i));
            worker.checkpoint(3).then().statusCode(204);
            worker.publish(Sweeps.METRIC, 1 - 0.1 * i).then().statusCode(201);
        }

        List<String> all = sweeps.awaitJobs(id, 4);
        FakeWorker third = lease(all.get(2));
        JsonPath start = third.assignment().jsonPath();
        assertThat(start.getInt("settings.epochs")).isEqualTo(6);
        assertThat(start.getString("start.key"))
                .contains("/" + first.get(1) + "/")
                .endsWith("000000000003-1.safetensors");
        double rate = api.job(first.get(1)).getDouble("settings.learningRate");
        assertThat(start.getDouble("settings.learningRate") / rate)
                .satisfiesAnyOf(
                        ratio -> assertThat(ratio).isEqualTo(1.2, Offset.offset(1e-6)),
                        ratio -> assertThat(ratio).isEqualTo(0.8, Offset.offset(1e-6)));
        FakeWorker fourth = lease(all.get(3));
        assertThat(fourth.assignment().jsonPath().getString("start.key"))
                .contains("/" + first.get(1) + "/");
        String key = start.getString("start.key");
        third.publish(Sweeps.METRIC, 0.5).then().statusCode(201);
        fourth.publish(Sweeps.METRIC, 0.6).then().statusCode(201);

        JsonPath done = sweeps.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(done.getInt("best.trial")).isEqualTo(2);
        assertThat(done.getInt("best.from")).isEqualTo(1);
        assertThat(start.getBoolean("keepsState")).isFalse();
        await("the kept state to go")
                .atMost(LIMIT)
                .until(() -> store.find(new ObjectKey(key)).isEmpty());
    }
}

package io.cuvette.training.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.cuvette.service.testing.TestTokens;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class JobResourceTest {

    private static final String NO_ID = "01arz3ndektsv4rrffq69g5fav";

    /** Made once; validation starts a process. */
    private static String dataset;

    @TestHTTPResource URI root;

    private final Api api = new Api("lab-jobs");

    private String dataset() {
        if (dataset == null) {
            dataset = api.readyDataset(12, 1);
        }
        return dataset;
    }

    private Map<String, Object> job(String model) {
        return Api.walk(dataset(), model, Map.of("steps", 10));
    }

    @Test
    void filesAJobAndSaysWhereItIs() {
        Response response = api.post("/jobs", job("filed"));

        String id = response.then().statusCode(202).extract().path("id");
        assertThat(response.header("Location")).endsWith("/api/v1/jobs/" + id);
        JsonPath job = api.job(id);
        assertThat(job.getString("state")).isEqualTo("QUEUED");
        assertThat(job.getString("family")).isEqualTo("test-walk");
        assertThat(job.getLong("seed")).isEqualTo(42);
        assertThat(job.getInt("attempt")).isZero();
        assertThat(job.getInt("settings.steps")).isEqualTo(10);
        assertThat(job.getDouble("progress.percentage")).isZero();
    }

    @Test
    void validateOnlyAnswersFindingsAndAnEstimateAndStoresNothing() {
        Api fresh = new Api("lab-check");
        String small = fresh.readyDataset(2, 1);

        JsonPath check =
                fresh.post("/jobs?validateOnly=true", Api.walk(small, "m", Map.of("steps", 70)))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(check.getList("findings.code")).containsExactly("TOO_FEW_CELLS");
        assertThat(check.getInt("estimate.steps")).isEqualTo(70);
        assertThat(fresh.get("/jobs").jsonPath().getList("items")).isEmpty();
    }

    @Test
    void refusesAHopelessJobWithItsFindings() {
        api.post("/jobs", Api.walk(dataset(), "hopeless", Map.of("steps", 0)))
                .then()
                .statusCode(422)
                .body("errorCode", equalTo("JOB_REJECTED"))
                .body("errors[0].field", equalTo("steps"))
                .body("errors[0].code", equalTo("INVALID_SETTING"));
    }

    @Test
    void refusesAJobThatNeedsMoreMemoryThanAWorkerMayHave() {
        api.post("/jobs", Api.walk(dataset(), "huge", Map.of("heapBytes", 1L << 40)))
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("EXCEEDS_RESOURCES"));
    }

    @ParameterizedTest
    @CsvSource({
        "family, no-such-family, 400",
        "modelName, Upper, 400",
        "modelName, ../x, 400",
        "datasetId, " + NO_ID + ", 404",
        "settings, text, 400",
        "seed, text, 400",
        "unknown, text, 400"
    })
    void refusesABadJob(String field, String value, int status) {
        Map<String, Object> job = new HashMap<>(job("bad"));
        job.put(field, value);

        api.post("/jobs", job).then().statusCode(status).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jobs", "/jobs?validateOnly=true"})
    void noModelIsMadeByANameThatTheGatewayTakesToTheReactors(String path) {
        String id = "01k3abcdefghjkmnpqrstvwxyz";
        Response response = api.post(path, job("reactor-" + id));

        refused(response, "modelName", "kept for models of the reactor service");
        api.get("/models/reactor-" + id).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reactor-01k3abcdefghjkmnpqrstvwxy",
                "reactor-01k3abcdefghjkmnpqrstvwxyz0",
                "my-reactor-01k3abcdefghjkmnpqrstvwxyz",
                "reactor-01k3abcdefghjkmnpq_stvwxyz"
            })
    void namesThatTheGatewayTakesToTheirFamilyAreFree(String name) {
        api.post("/jobs?validateOnly=true", job(name)).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"family", "modelName", "datasetId", "settings"})
    void namesAMissingField(String field) {
        Map<String, Object> job = new HashMap<>(job("bad"));
        job.remove(field);

        api.post("/jobs", job).then().statusCode(400).body("errors.field", hasItem(field));
    }

    @Test
    void aJobOfAFamilyWithoutDatasetIsFiledWithoutOne() {
        String id = api.submit(Api.simulate("simulated", Map.of()));

        JsonPath job = api.job(id);
        assertThat(job.getMap("")).doesNotContainKeys("datasetId", "base");
        assertThat(job.getString("state")).isEqualTo("QUEUED");
    }

    @Test
    void aDatasetThatTheFamilyDoesNotTakeIsRefused() {
        Map<String, Object> job = new HashMap<>(Api.simulate("simulated", Map.of()));
        job.put("datasetId", dataset());

        refused(api.post("/jobs", job), "datasetId", "is not taken by the family test-simulate");
    }

    static void refused(Response response, String field, String message) {
        response.then()
                .statusCode(400)
                .body("errorCode", equalTo("INVALID_REQUEST"))
                .body("errors.field", hasItem(field))
                .body("errors.message", hasItem(containsString(message)));
    }

    @Test
    void refusesADatasetThatIsNotReady() {
        String uploading = api.upload(Api.table(5, 5)).id();

        api.post("/jobs", Api.walk(uploading, "early", Map.of()))
                .then()
                .statusCode(409)
                .body("errorCode", equalTo("ILLEGAL_STATE"));
    }

    @Test
    void aModelNameBelongsToOneFamily() {
        api.submit(job("taken"));
        Map<String, Object> other = new HashMap<>(job("taken"));
        other.put("family", "test-autoencoder");
        other.put("settings", Map.of());

        api.post("/jobs", other)
                .then()
                .statusCode(409)
                .body("errorCode", equalTo("ALREADY_EXISTS"));
    }

    @Test
    void fiftySubmitsWithOneKeyMakeOneJob() throws Exception {
        Api parallel = new Api("lab-parallel");
        Map<String, Object> job = Api.walk(parallel.readyDataset(6, 1), "once", Map.of());
        ExecutorService callers = Executors.newFixedThreadPool(50);
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(
                    callers.submit(
                            () ->
                                    parallel.call()
                                            .header("Idempotency-Key", "one-act")
                                            .body(job)
                                            .post("/api/v1/jobs")));
        }
        Set<String> ids = new HashSet<>();
        for (Future<Response> answer : answers) {
            ids.add(answer.get().then().statusCode(202).extract().path("id"));
        }
        callers.shutdown();

        assertThat(ids).hasSize(1);
        assertThat(parallel.get("/jobs").jsonPath().getList("items.id"))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void aKeyIsNotGoodForAnotherRequest() {
        api.call()
                .header("Idempotency-Key", "reused")
                .body(job("one"))
                .post("/api/v1/jobs")
                .then()
                .statusCode(202);

        api.call()
                .header("Idempotency-Key", "reused")
                .body(job("two"))
                .post("/api/v1/jobs")
                .then()
                .statusCode(422)
                .body("errorCode", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void listsByStateAndFamilyPageByPage() {
        Api lister = new Api("lab-lister");
        String data = lister.readyDataset(6, 2);
        String first = lister.submit(Api.walk(data, "a", Map.of()));
        String second = lister.submit(Api.walk(data, "b", Map.of()));
        String third = lister.submit(Api.walk(data, "c", Map.of()));
        lister.post("/jobs/" + second + ":cancel").then().statusCode(202);

        JsonPath page = lister.get("/jobs?state=QUEUED&pageSize=1").jsonPath();

        assertThat(page.getList("items.id")).containsExactly(third);
        String token = page.getString("nextPageToken");
        assertThat(
                        lister.get("/jobs?state=QUEUED&pageSize=1&pageToken=" + token)
                                .jsonPath()
                                .getList("items.id"))
                .containsExactly(first);
        lister.get("/jobs?state=CANCELLED&pageSize=1&pageToken=" + token).then().statusCode(400);
        assertThat(lister.get("/jobs?family=none").jsonPath().getList("items")).isEmpty();
        lister.get("/jobs?state=WRONG").then().statusCode(400);
    }

    @Test
    void aQueuedJobIsSuspendedResumedAndCancelled() {
        String id = api.submit(job("verbs"));

        api.post("/jobs/" + id + ":suspend")
                .then()
                .statusCode(202)
                .body("state", equalTo("SUSPENDED"));
        api.post("/jobs/" + id + ":resume").then().statusCode(202).body("state", equalTo("QUEUED"));
        api.post("/jobs/" + id + ":cancel")
                .then()
                .statusCode(202)
                .body("state", equalTo("CANCELLED"))
                .body("conditions.find { it.type == 'Finished' }.status", equalTo("True"));
    }

    @ParameterizedTest
    @CsvSource({"cancel", "suspend", "resume", "retry"})
    void aCancelledJobAcceptsNothingMore(String verb) {
        String id = api.submit(job("over"));
        api.post("/jobs/" + id + ":cancel").then().statusCode(202);

        api.post("/jobs/" + id + ":" + verb)
                .then()
                .statusCode(409)
                .body("errorCode", equalTo("ILLEGAL_STATE"));
    }

    @ParameterizedTest
    @CsvSource({"cancel", "suspend", "resume", "retry"})
    void anotherTenantsJobIsNotThere(String verb) {
        Api stranger = new Api("lab-stranger");
        String id = api.submit(job("private"));

        stranger.post("/jobs/" + id + ":" + verb).then().statusCode(404);
        stranger.get("/jobs/" + id).then().statusCode(404);
        stranger.call()
                .accept("text/event-stream")
                .get("/api/v1/jobs/" + id + "/events")
                .then()
                .statusCode(404);
        assertThat(stranger.get("/jobs").jsonPath().getList("items.id")).doesNotContain(id);
        assertThat(api.job(id).getString("state")).isEqualTo("QUEUED");
    }

    @Test
    void streamsTheHistoryAndEndsAfterTheFinalState() throws Exception {
        String id = api.submit(job("streamed"));
        api.post("/jobs/" + id + ":suspend").then().statusCode(202);
        api.post("/jobs/" + id + ":resume").then().statusCode(202);
        api.post("/jobs/" + id + ":cancel").then().statusCode(202);

        List<String> all = events(id, null);
        List<String> resumed = events(id, "2");

        assertThat(values(all, "id:")).containsExactly("1", "2", "3", "4");
        assertThat(values(all, "event:")).containsOnly("state");
        assertThat(values(all, "data:"))
                .extracting(data -> JsonPath.from(data).getString("state"))
                .containsExactly("QUEUED", "SUSPENDED", "QUEUED", "CANCELLED");
        assertThat(values(resumed, "id:")).containsExactly("3", "4");
    }

    private List<String> events(String id, String lastEventId) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve("/api/v1/jobs/" + id + "/events"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + TestTokens.forTenant("lab-jobs"))
                        .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body().lines().toList();
    }

    private static List<String> values(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .toList();
    }
}

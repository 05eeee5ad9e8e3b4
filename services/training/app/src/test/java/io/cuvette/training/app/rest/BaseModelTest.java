package io.cuvette.training.app.rest;

import static io.cuvette.training.app.rest.JobResourceTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.data.Digests;
import io.cuvette.service.store.ObjectStore;
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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that start from a published model. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class BaseModelTest {

    private static final String TENANT = "lab-bases";

    @Inject LeaseDesk desk;
    @Inject ObjectStore store;

    private final Api api = new Api(TENANT);

    /** Publishes a version of a family that jobs may start from. */
    private void publish(String model) {
        publish(TENANT, model);
    }

    private void publish(String tenant, String model) {
        String id = new Api(tenant).submit(Api.simulate(model, Map.of()));
        FakeWorker worker = new FakeWorker(store, desk.lease(tenant, id));
        worker.post("/publish", worker.upload("weights of " + id)).then().statusCode(201);
    }

    private static Map<String, Object> with(Map<String, Object> job, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(job);
        changed.put(field, value);
        return changed;
    }

    /** As clients can compute it: paths and digests of all artifacts, each with an end mark. */
    private static String digest(JsonPath version) {
        List<String> paths = version.getList("artifacts.path");
        List<String> digests = version.getList("artifacts.sha256");
        assertThat(paths).containsExactly("model.safetensors");
        byte[] path = paths.get(0).getBytes(StandardCharsets.UTF_8);
        byte[] sha256 = digests.get(0).getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(path, path.length + sha256.length + 2);
        all[path.length] = (byte) 0xff;
        System.arraycopy(sha256, 0, all, path.length + 1, sha256.length);
        all[all.length - 1] = (byte) 0xff;
        return Digests.sha256Hex(all);
    }

    @Test
    void theProgramJudgesTheJobByItsBase() {
        publish("judged");
        String digest = digest(api.get("/models/judged/versions/1").jsonPath());

        JsonPath check =
                api.post("/jobs?validateOnly=true", Api.adapt("judged", 1, "adapted", Map.of()))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(check.getString("findings[0].message"))
                .isEqualTo("test-simulate judged 1 " + digest + ", 0 cells");
        JsonPath both =
                api.post(
                                "/jobs?validateOnly=true",
                                with(
                                        Api.adapt("judged", 1, "adapted", Map.of()),
                                        "datasetId",
                                        api.readyDataset(12, 1)))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        assertThat(both.getString("findings[0].message")).endsWith(", 12 cells");
    }

    @Test
    void jobAssignmentAndVersionNameTheBaseWithItsDigest() {
        publish("start");
        JsonPath start = api.get("/models/start/versions/1").jsonPath();

        String id = api.submit(Api.adapt("start", 1, "named", Map.of()));

        assertThat(api.job(id).getMap("base"))
                .containsEntry("modelName", "start")
                .containsEntry("version", 1)
                .containsEntry("sha256", digest(start));
        assertThat(api.job(id).getMap("")).doesNotContainKey("datasetId");
        FakeWorker worker = new FakeWorker(store, desk.lease(TENANT, id));
        JsonPath assignment = worker.assignment().then().statusCode(200).extract().jsonPath();
        assertThat(assignment.getMap("dataset")).isNull();
        assertThat(assignment.getString("base.family")).isEqualTo("test-simulate");
        assertThat(assignment.getString("base.sha256")).isEqualTo(digest(start));
        assertThat(assignment.getString("base.keyPrefix")).isEqualTo(start.getString("keyPrefix"));
        assertThat(assignment.<Object>getList("base.artifacts"))
                .isEqualTo(start.<Object>getList("artifacts"));
        worker.post("/publish", worker.upload("adapted")).then().statusCode(201);
        JsonPath version = api.get("/models/named/versions/1").jsonPath();
        assertThat(version.getMap("base")).isEqualTo(api.job(id).getMap("base"));
        assertThat(version.getMap("")).doesNotContainKeys("datasetId", "datasetSha256");
        assertThat(start.getMap("")).doesNotContainKey("base");
    }

    @Test
    void aMissingBaseIsToldByItsField() {
        Map<String, Object> job = new HashMap<>(Api.adapt("any", 1, "adapted", Map.of()));
        job.remove("base");

        refused(api.post("/jobs", job), "base", "is needed by the family test-adapt");
    }

    @Test
    void aBaseThatTheFamilyDoesNotTakeIsRefused() {
        publish("untaken");
        Map<String, Object> base = Map.of("modelName", "untaken", "version", 1);

        refused(
                api.post("/jobs", with(Api.simulate("next", Map.of()), "base", base)),
                "base",
                "is not taken by the family test-simulate");
    }

    @Test
    void aBaseOfAnotherFamilyIsRefused() {
        publish("root");
        String id = api.submit(Api.adapt("root", 1, "branch", Map.of()));
        FakeWorker worker = new FakeWorker(store, desk.lease(TENANT, id));
        worker.post("/publish", worker.upload("adapted")).then().statusCode(201);

        refused(
                api.post("/jobs", Api.adapt("branch", 1, "twig", Map.of())),
                "base.modelName",
                "the family test-adapt starts from one of test-simulate");
    }

    @ParameterizedTest
    @CsvSource({"absent, 1", "known, 2", "unpublished, 1"})
    void anUnknownBaseIsNotThere(String name, int version) {
        if (api.get("/models/known").statusCode() == 404) {
            publish("known");
            api.submit(Api.simulate("unpublished", Map.of()));
        }

        api.post("/jobs", Api.adapt(name, version, "adapted", Map.of()))
                .then()
                .statusCode(404)
                .body("errorCode", equalTo("NOT_FOUND"));
    }

    @Test
    void anotherTenantsBaseIsNotThere() {
        publish("private");

        new Api("lab-stranger")
                .post("/jobs", Api.adapt("private", 1, "stolen", Map.of()))
                .then()
                .statusCode(404)
                .body("errorCode", equalTo("NOT_FOUND"));
    }

    @ParameterizedTest
    @CsvSource({
        "modelName, ../x",
        "modelName, Upper",
        "version, 0",
        "version, -1",
        "version, latest",
        "sha256, abc"
    })
    void refusesABadBase(String field, String value) {
        Map<String, Object> base = new HashMap<>(Map.of("modelName", "any", "version", 1));
        base.put(field, value.matches("-?[0-9]+") ? Integer.valueOf(value) : value);

        api.post("/jobs", with(Api.adapt("any", 1, "adapted", Map.of()), "base", base))
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"modelName", "version"})
    void namesAMissingFieldOfTheBase(String field) {
        Map<String, Object> base = new HashMap<>(Map.of("modelName", "any", "version", 1));
        base.remove(field);

        refused(
                api.post("/jobs", with(Api.adapt("any", 1, "adapted", Map.of()), "base", base)),
                "base." + field,
                "must not be null");
    }

    @Test
    void aBaseStaysUntilTheJobIsOver() {
        publish("kept");
        publish("kept");
        String id = api.submit(Api.adapt("kept", 1, "on-kept", Map.of()));

        for (String path : List.of("/models/kept/versions/1", "/models/kept")) {
            api.delete(path).then().statusCode(409).body("errorCode", equalTo("IN_USE"));
        }
        api.delete("/models/kept/versions/2").then().statusCode(204);
        api.post("/jobs/" + id + ":suspend").then().statusCode(202);
        api.delete("/models/kept/versions/1").then().statusCode(409);
        api.post("/jobs/" + id + ":cancel").then().statusCode(202);
        api.delete("/models/kept/versions/1").then().statusCode(204);
    }

    @Test
    void aFailedJobWhoseBaseIsGoneIsNotTriedAgain() {
        publish("gone");
        String id = api.submit(Api.adapt("gone", 1, "on-gone", Map.of()));
        new FakeWorker(store, desk.lease(TENANT, id))
                .post(
                        "/failure",
                        Map.of(
                                "code",
                                "TRAINING_FAILED",
                                "message",
                                "no",
                                "findings",
                                List.of(),
                                "retryable",
                                false))
                .then()
                .statusCode(204);
        api.delete("/models/gone").then().statusCode(204);

        api.post("/jobs/" + id + ":retry")
                .then()
                .statusCode(404)
                .body("detail", containsString("gone 1"));
        assertThat(api.job(id).getString("state")).isEqualTo("FAILED");
    }
}

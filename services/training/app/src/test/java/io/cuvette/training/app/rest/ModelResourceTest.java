package io.cuvette.training.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.service.store.KeyPrefix;
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
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class ModelResourceTest {

    private static final String TENANT = "lab-models";

    private static String dataset;

    @Inject LeaseDesk desk;
    @Inject ObjectStore store;

    private final Api api = new Api(TENANT);
    private final Api stranger = new Api("lab-stranger");

    private String submit(String model) {
        if (dataset == null) {
            dataset = api.readyDataset(12, 1);
        }
        return api.submit(Api.walk(dataset, model, Map.of()));
    }

    /** Publishes a version and returns its job. */
    private String publish(String model) {
        String id = submit(model);
        FakeWorker worker = new FakeWorker(store, desk.lease(TENANT, id));
        worker.post("/publish", worker.upload("weights of " + id)).then().statusCode(201);
        return id;
    }

    private Response putAlias(String model, String alias, int version, String ifMatch) {
        var call = api.call().body(Map.of("version", version));
        if (ifMatch != null) {
            call.header("If-Match", ifMatch);
        }
        return call.put("/api/v1/models/" + model + "/aliases/" + alias);
    }

    @Test
    void versionsCountUpAndLatestIsTheNewest() {
        publish("counted");
        String second = publish("counted");

        JsonPath latest = api.get("/models/counted/versions/latest").jsonPath();

        assertThat(latest.getInt("version")).isEqualTo(2);
        assertThat(latest.getString("jobId")).isEqualTo(second);
        assertThat(latest.getDouble("metrics.loss")).isEqualTo(0.5);
        assertThat(latest.getString("state")).isEqualTo("READY");
        assertThat(api.get("/models/counted").jsonPath().getInt("version")).isEqualTo(2);
        assertThat(api.get("/models/counted/versions").jsonPath().getList("items.version"))
                .containsExactly(2, 1);
        assertThat(
                        api.get("/models/counted/versions?pageSize=1")
                                .jsonPath()
                                .getList("items.version"))
                .containsExactly(2);
    }

    @Test
    void anAliasIsChangedOnlyByWhoHasSeenIt() {
        publish("aliased");
        publish("aliased");

        String tag =
                putAlias("aliased", "production", 1, null)
                        .then()
                        .statusCode(200)
                        .extract()
                        .header("ETag");
        putAlias("aliased", "production", 2, null)
                .then()
                .statusCode(428)
                .body("errorCode", equalTo("PRECONDITION_REQUIRED"));
        putAlias("aliased", "production", 2, "\"other\"").then().statusCode(412);
        assertThat(api.get("/models/aliased/versions/production").jsonPath().getInt("version"))
                .isEqualTo(1);
        putAlias("aliased", "production", 2, tag).then().statusCode(200);
        putAlias("aliased", "production", 1, tag).then().statusCode(412);

        JsonPath version = api.get("/models/aliased/versions/production").jsonPath();
        assertThat(version.getInt("version")).isEqualTo(2);
        assertThat(version.getList("aliases")).containsExactly("latest", "production");
        api.delete("/models/aliased/aliases/production").then().statusCode(204);
        api.get("/models/aliased/versions/production").then().statusCode(404);
        api.delete("/models/aliased/aliases/production").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"latest, 1, 400", "7, 1, 400", "Upper, 1, 400", "fine, 99, 400", "fine, 0, 400"})
    void refusesABadAlias(String alias, int version, int status) {
        if (api.get("/models/strict").statusCode() == 404) {
            publish("strict");
        }

        putAlias("strict", alias, version, null).then().statusCode(status);
    }

    @Test
    void deletesAVersionWithItsObjects() {
        String first = publish("shrinking");
        publish("shrinking");
        putAlias("shrinking", "old", 1, null).then().statusCode(200);

        api.delete("/models/shrinking/versions/1").then().statusCode(204);

        api.get("/models/shrinking/versions/1").then().statusCode(404);
        api.get("/models/shrinking/versions/old").then().statusCode(404);
        api.get("/models/shrinking/versions/2").then().statusCode(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(objects(first)).isZero());
        api.delete("/models/shrinking/versions/1").then().statusCode(404);
    }

    @Test
    void deletesAModelUnlessAJobIsGoingToPublishUnderItsName() {
        String published = publish("doomed");
        String running = submit("doomed");
        api.delete("/models/doomed").then().statusCode(409).body("errorCode", equalTo("IN_USE"));
        api.post("/jobs/" + running + ":cancel").then().statusCode(202);

        api.delete("/models/doomed").then().statusCode(204);

        api.get("/models/doomed").then().statusCode(404);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(objects(published)).isZero());
    }

    @Test
    void aNameWithoutAVersionIsNotListed() {
        Api fresh = new Api("lab-empty");
        String data = fresh.readyDataset(6, 1);
        fresh.submit(Api.walk(data, "nothing-yet", Map.of()));

        assertThat(fresh.get("/models").jsonPath().getList("items")).isEmpty();
        fresh.get("/models/nothing-yet").then().statusCode(404);
        fresh.get("/models/nothing-yet/versions").then().statusCode(404);
    }

    @Test
    void listsByFamily() {
        publish("listed");

        assertThat(
                        api.get("/models?family=test-walk&pageSize=200")
                                .jsonPath()
                                .getList("items.name"))
                .contains("listed");
        assertThat(api.get("/models?family=none").jsonPath().getList("items")).isEmpty();
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        publish("private");

        stranger.get("/models/private").then().statusCode(404);
        stranger.get("/models/private/versions").then().statusCode(404);
        stranger.get("/models/private/versions/1").then().statusCode(404);
        stranger.delete("/models/private").then().statusCode(404);
        stranger.delete("/models/private/versions/1").then().statusCode(404);
        stranger.call()
                .body(Map.of("version", 1))
                .put("/api/v1/models/private/aliases/mine")
                .then()
                .statusCode(404);
        assertThat(stranger.get("/models").jsonPath().getList("items")).isEmpty();
        api.get("/models/private").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"versions/0", "versions/none", "versions/99", "aliases/none"})
    void whatIsNotThereIsNotFound(String path) {
        if (api.get("/models/sparse").statusCode() == 404) {
            publish("sparse");
        }

        api.get("/models/sparse/" + path).then().statusCode(404);
    }

    private int objects(String jobId) {
        return store.list(
                        new KeyPrefix("tenants/" + TENANT + "/models/" + jobId + "/"),
                        Optional.empty(),
                        10)
                .objects()
                .size();
    }
}

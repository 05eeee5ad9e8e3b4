package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The object store is away when a worker needs it. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class StoreOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(8);

    EmbeddedObjectStore objectStore;

    private final Api api = new Api("lab-store");

    @AfterEach
    void storeIsBack() throws Exception {
        objectStore.start();
    }

    @Test
    void aCheckpointWaitsForTheStore() throws Exception {
        String dataset = api.readyDataset(12, 1);
        Map<String, Object> settings =
                Map.of("steps", 100, "pauseMillis", 20, "checkpointEvery", 10);
        String straight = api.submit(Api.walk(dataset, "cp-straight", settings));
        api.awaitState(straight, "SUCCEEDED", LIMIT);
        String id = api.submit(Api.walk(dataset, "cp-outage", settings));
        FaultSupport.awaitPercentage(api, id, 20);

        objectStore.stop();
        FaultSupport.outageOf(OUTAGE);
        assertThat(api.job(id).getString("state")).isEqualTo("RUNNING");
        objectStore.start();

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(1);
        assertThat(api.weights("cp-outage", "1")).isEqualTo(api.weights("cp-straight", "1"));
    }

    @Test
    void aPublicationWaitsForTheStoreAndIsWholeOrNotThere() throws Exception {
        String dataset = api.readyDataset(12, 2);
        Map<String, Object> settings =
                Map.of("steps", 100, "pauseMillis", 20, "checkpointEvery", 1000);
        String straight = api.submit(Api.walk(dataset, "pub-straight", settings));
        api.awaitState(straight, "SUCCEEDED", LIMIT);
        String id = api.submit(Api.walk(dataset, "pub-outage", settings));
        FaultSupport.awaitPercentage(api, id, 20);

        objectStore.stop();
        FaultSupport.awaitPercentage(api, id, 100);
        FaultSupport.outageOf(OUTAGE);
        assertThat(api.job(id).getString("state")).isEqualTo("RUNNING");
        api.get("/models/pub-outage").then().statusCode(404);
        objectStore.start();

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(1);
        assertThat(api.weights("pub-outage", "1")).isEqualTo(api.weights("pub-straight", "1"));
    }

    @Test
    void uploadsAreNotAcceptedWithoutTheStore() throws Exception {
        objectStore.stop();

        api.post("/datasets", Api.newDataset(Api.table(5, 3)))
                .then()
                .statusCode(503)
                .body("errorCode", org.hamcrest.Matchers.equalTo("STORE_UNAVAILABLE"));

        objectStore.start();
        assertThat(api.validated(Api.table(5, 3)).getString("state")).isEqualTo("READY");
    }
}

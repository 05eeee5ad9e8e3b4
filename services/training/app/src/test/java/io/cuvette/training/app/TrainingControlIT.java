package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stopping, resuming and repeating runs, on real worker processes. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class TrainingControlIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject ObjectStore store;

    private final Api api = new Api("lab-control");

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
        String dataset = api.readyDataset(12, 2);
        Map<String, Object> job = Api.walk(dataset, "seeds", Map.of("steps", 20));
        Map<String, Object> other = new java.util.HashMap<>(job);
        other.put("seed", 43);

        api.awaitState(api.submit(job), "SUCCEEDED", LIMIT);
        api.awaitState(api.submit(job), "SUCCEEDED", LIMIT);
        api.awaitState(api.submit(other), "SUCCEEDED", LIMIT);

        assertThat(api.weights("seeds", "1")).isEqualTo(api.weights("seeds", "2"));
        assertThat(api.weights("seeds", "3")).isNotEqualTo(api.weights("seeds", "1"));
    }

    @Test
    void suspendsToACheckpointAndResumesToTheSameWeights() {
        String dataset = api.readyDataset(12, 3);
        Map<String, Object> settings =
                Map.of("steps", 150, "pauseMillis", 10, "checkpointEvery", 1000);
        String straight = api.submit(Api.walk(dataset, "straight", settings));
        String id = api.submit(Api.walk(dataset, "paused", settings));
        api.awaitState(id, "RUNNING", LIMIT);

        api.post("/jobs/" + id + ":suspend").then().statusCode(202);
        api.awaitState(id, "SUSPENDED", LIMIT);
        api.post("/jobs/" + id + ":resume").then().statusCode(202);

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        api.awaitState(straight, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(2);
        assertThat(api.weights("paused", "1")).isEqualTo(api.weights("straight", "1"));
    }

    @Test
    void cancelsARunningJobForGoodAndLeavesNoObjects() {
        String dataset = api.readyDataset(12, 4);
        String id =
                api.submit(
                        Api.walk(
                                dataset,
                                "cancelled",
                                Map.of("steps", 10_000, "pauseMillis", 10, "checkpointEvery", 5)));
        api.awaitState(id, "RUNNING", LIMIT);

        api.post("/jobs/" + id + ":cancel").then().statusCode(202);

        api.awaitState(id, "CANCELLED", LIMIT);
        api.get("/models/cancelled").then().statusCode(404);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                store.list(
                                                                new KeyPrefix(
                                                                        "tenants/lab-control/jobs/"
                                                                                + id
                                                                                + "/"),
                                                                java.util.Optional.empty(),
                                                                10)
                                                        .objects())
                                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"link, WORKER_ERROR", "stack, WORKER_ERROR", "direct, OUT_OF_HEAP"})
    void anErrorOfTheJvmIsReportedAndNotTriedAgain(String kind, String code) {
        String dataset = api.readyDataset(12, 7);
        String id = api.submit(Api.walk(dataset, "error", Map.of("throws", kind)));

        JsonPath job = api.awaitState(id, "FAILED", LIMIT);

        assertThat(job.getString("failure.code")).isEqualTo(code);
        assertThat(job.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void aWorkerOutOfHeapFailsWithAdvice() {
        String dataset = api.readyDataset(12, 6);
        String id = api.submit(Api.walk(dataset, "hungry", Map.of("steps", 20, "exhaustAt", 7)));

        JsonPath job = api.awaitState(id, "FAILED", LIMIT);

        assertThat(job.getString("failure.code")).isEqualTo("OUT_OF_HEAP");
        assertThat(job.getString("failure.message")).contains("cuvette.worker.max-heap");
    }
}

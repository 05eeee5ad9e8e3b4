package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectPage;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.launcher.LocalLauncher;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.cuvette.training.core.testing.TestAutoencoderProgram;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Workers die, and the final weights are those of a run that nothing happened to. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class WorkerKillIT {

    private static final String TENANT = "lab-kill";
    private static final Map<String, Object> SETTINGS =
            Map.of("steps", 100, "pauseMillis", 80, "checkpointEvery", 20);

    @Inject LocalLauncher launcher;
    @Inject ObjectStore store;

    private final Api api = new Api(TENANT);

    @Test
    void killedAtThreePointsTheWeightsAreThoseOfAnUninterruptedRun() throws Exception {
        String dataset = api.readyDataset(12, 1);
        String straight = api.submit(Api.walk(dataset, "straight", SETTINGS));
        api.awaitState(straight, "SUCCEEDED", LIMIT);

        String id = api.submit(Api.walk(dataset, "killed", SETTINGS));
        // before the first checkpoint, between two, and behind the last but one
        double[] points = {5, 45, 75};
        for (int attempt = 1; attempt <= points.length; attempt++) {
            FaultSupport.awaitPercentage(api, id, points[attempt - 1]);
            FaultSupport.kill9(launcher, id, attempt);
            int next = attempt + 1;
            await().atMost(LIMIT).until(() -> api.job(id).getInt("attempt") == next);
        }

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(4);
        assertThat(job.getInt("modelVersion")).isEqualTo(1);
        assertThat(job.getString("conditions.find { it.type == 'Interrupted' }.reason"))
                .isEqualTo("WORKER_KILLED");
        assertThat(api.weights("killed", "1")).isEqualTo(api.weights("straight", "1"));
    }

    @Test
    void aKilledTensorRunEndsWithTheSameWeightsToo() throws Exception {
        String dataset = api.readyDataset(32, 2);
        Map<String, Object> settings =
                Map.of("epochs", 12, "batchSize", 8, "checkpointSteps", 8, "stepMillis", 60);
        String straight = api.submit(autoencoder(dataset, "ae-straight", settings));
        api.awaitState(straight, "SUCCEEDED", LIMIT);

        String id = api.submit(autoencoder(dataset, "ae-killed", settings));
        FaultSupport.awaitPercentage(api, id, 40);
        FaultSupport.kill9(launcher, id, 1);

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(2);
        assertThat(api.weights("ae-killed", "1")).isEqualTo(api.weights("ae-straight", "1"));
    }

    @Test
    void twoTensorRunsAtOnceGiveTheWeightsOfOneAlone() {
        String dataset = api.readyDataset(32, 3);
        Map<String, Object> settings = Map.of("epochs", 10, "batchSize", 8, "stepMillis", 20);
        String alone = api.submit(autoencoder(dataset, "ae-alone", settings));
        api.awaitState(alone, "SUCCEEDED", LIMIT);

        String first = api.submit(autoencoder(dataset, "ae-first", settings));
        String second = api.submit(autoencoder(dataset, "ae-second", settings));
        await().atMost(LIMIT)
                .until(
                        () ->
                                api.job(first).getString("state").equals("RUNNING")
                                        && api.job(second).getString("state").equals("RUNNING"));
        api.awaitState(first, "SUCCEEDED", LIMIT);
        api.awaitState(second, "SUCCEEDED", LIMIT);

        assertThat(api.weights("ae-first", "1")).isEqualTo(api.weights("ae-alone", "1"));
        assertThat(api.weights("ae-second", "1")).isEqualTo(api.weights("ae-alone", "1"));
    }

    @Test
    void aTruncatedNewestCheckpointFallsBackToTheOneBefore() {
        String dataset = api.readyDataset(12, 4);
        String straight = api.submit(Api.walk(dataset, "whole", SETTINGS));
        String id = api.submit(Api.walk(dataset, "truncated", SETTINGS));
        FaultSupport.awaitPercentage(api, id, 45);
        api.post("/jobs/" + id + ":suspend").then().statusCode(202);
        api.awaitState(id, "SUSPENDED", LIMIT);
        ObjectPage checkpoints =
                store.list(
                        new KeyPrefix("tenants/" + TENANT + "/jobs/" + id + "/checkpoints/"),
                        Optional.empty(),
                        10);
        ObjectKey newest = checkpoints.objects().get(checkpoints.objects().size() - 1).key();
        byte[] bytes = store.read(newest, 1 << 20);
        store.put(newest, Arrays.copyOf(bytes, bytes.length / 2));

        api.post("/jobs/" + id + ":resume").then().statusCode(202);

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        api.awaitState(straight, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(2);
        assertThat(api.weights("truncated", "1")).isEqualTo(api.weights("whole", "1"));
        long stepOfNewest = Long.parseLong(newest.value().replaceAll(".*/(\\d+)-1\\..*", "$1"));
        long fallback = (stepOfNewest - 1) / 20 * 20;
        assertThat(messages(id)).contains("resumed from step " + fallback);
    }

    private List<String> messages(String id) {
        return api.call()
                .accept("text/event-stream")
                .get("/api/v1/jobs/" + id + "/events")
                .asString()
                .lines()
                .filter(line -> line.startsWith("data:") && line.contains("\"text\""))
                .map(line -> JsonPath.from(line.substring(5)).getString("text"))
                .toList();
    }

    private static Map<String, Object> autoencoder(
            String dataset, String model, Map<String, Object> settings) {
        Map<String, Object> job = new HashMap<>(Api.walk(dataset, model, settings));
        job.put("family", TestAutoencoderProgram.FAMILY);
        return job;
    }
}

package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.launcher.LocalLauncher;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worker processes of jobs without a dataset and of jobs that start from a model. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class BaseModelIT {

    private static final Map<String, Object> SHORT = Map.of("steps", 30, "checkpointEvery", 10);

    @Inject LocalLauncher launcher;
    @Inject ObjectStore store;

    private final Api api = new Api("lab-base-run");

    private void simulated(String model, int seed) {
        Map<String, Object> job = new HashMap<>(Api.simulate(model, SHORT));
        job.put("seed", seed);
        api.awaitState(api.submit(job), "SUCCEEDED", LIMIT);
    }

    private JsonPath adapted(String base, String model, Map<String, Object> settings) {
        String id = api.submit(Api.adapt(base, 1, model, settings));
        api.awaitState(id, "SUCCEEDED", LIMIT);
        return api.get("/models/" + model + "/versions/1").jsonPath();
    }

    @Test
    void trainsWithoutADatasetAndOnFromWhatCameOfIt() {
        simulated("first", 1);
        simulated("second", 2);

        JsonPath version = adapted("first", "from-first", SHORT);
        adapted("first", "from-first-too", SHORT);
        adapted("second", "from-second", SHORT);

        JsonPath first = api.get("/models/first/versions/1").jsonPath();
        assertThat(first.getMap("")).doesNotContainKeys("datasetId", "datasetSha256", "base");
        assertThat(first.getString("codeVersion")).isEqualTo("simulate-1");
        assertThat(version.getString("base.modelName")).isEqualTo("first");
        byte[] card = store.read(new ObjectKey(version.getString("keyPrefix") + "model.json"), 999);
        assertThat(new String(card, StandardCharsets.UTF_8))
                .isEqualTo("{\"base\":\"first 1 %s\"}", version.getString("base.sha256"));
        // the weights are those of the base, walked on
        assertThat(api.weights("from-first-too", "1")).isEqualTo(api.weights("from-first", "1"));
        assertThat(api.weights("from-second", "1")).isNotEqualTo(api.weights("from-first", "1"));
        assertThat(api.weights("from-first", "1")).isNotEqualTo(api.weights("first", "1"));
    }

    @Test
    void killedOnItsWayTheWeightsAreThoseOfAnUninterruptedRun() throws Exception {
        simulated("root", 3);
        Map<String, Object> slow = Map.of("steps", 60, "checkpointEvery", 10, "pauseMillis", 60);
        adapted("root", "straight", slow);

        String id = api.submit(Api.adapt("root", 1, "killed", slow));
        FaultSupport.awaitPercentage(api, id, 40);
        FaultSupport.kill9(launcher, id, 1);
        await().atMost(LIMIT).until(() -> api.job(id).getInt("attempt") == 2);
        // a running job keeps its base
        api.delete("/models/root").then().statusCode(409);
        api.awaitState(id, "SUCCEEDED", LIMIT);

        assertThat(api.job(id).getInt("attempt")).isEqualTo(2);
        assertThat(api.weights("killed", "1")).isEqualTo(api.weights("straight", "1"));
    }

    @Test
    void aBaseWhoseBytesAreOthersFailsTheJobAndSaysSo() {
        simulated("damaged", 4);
        JsonPath version = api.get("/models/damaged/versions/1").jsonPath();
        store.put(
                new ObjectKey(version.getString("keyPrefix") + "model.safetensors"),
                new byte[] {1, 2, 3});

        String id = api.submit(Api.adapt("damaged", 1, "from-damaged", SHORT));
        JsonPath job = api.awaitState(id, "FAILED", LIMIT);

        assertThat(job.getString("failure.message"))
                .contains("version 1 of the base model damaged is not the one that was published");
        assertThat(job.getInt("attempt")).isEqualTo(1);
    }
}

package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.Digests;
import io.cuvette.service.store.ObjectKey;
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

/** The whole way of a job on real parts: upload, validation, worker process, published version. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class TrainingRunIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject ObjectStore store;

    private final Api api = new Api("lab-run");

    @Test
    void trainsAndPublishesAVersionWithItsLineage() {
        String dataset = api.readyDataset(12, 1);
        String id =
                api.submit(Api.walk(dataset, "walker", Map.of("steps", 30, "checkpointEvery", 10)));

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);

        assertThat(job.getInt("modelVersion")).isEqualTo(1);
        assertThat(job.getDouble("progress.percentage")).isEqualTo(100);
        assertThat(job.getDouble("progress.metrics.'walk.norm'")).isPositive();
        assertThat(job.getString("finishedAt")).isNotNull();
        JsonPath model = api.get("/models/walker/versions/latest").jsonPath();
        assertThat(model.getInt("version")).isEqualTo(1);
        assertThat(model.getString("family")).isEqualTo("test-walk");
        assertThat(model.getString("datasetId")).isEqualTo(dataset);
        assertThat(model.getString("datasetSha256")).isEqualTo(Digests.sha256Hex(Api.table(12, 1)));
        assertThat(model.getString("jobId")).isEqualTo(id);
        assertThat(model.getLong("seed")).isEqualTo(42);
        assertThat(model.getString("codeVersion")).isEqualTo("walk-1");
        assertThat(model.getList("aliases")).containsExactly("latest");
        assertThat(model.getList("artifacts.path"))
                .containsExactlyInAnyOrder("model.json", "model.safetensors");
        byte[] json = store.read(new ObjectKey(model.getString("keyPrefix") + "model.json"), 1000);
        assertThat(new String(json, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"steps\":30}");
    }

    @Test
    void aHopelessRunFailsAtOnceWithItsReason() {
        String dataset = api.readyDataset(12, 5);
        String id = api.submit(Api.walk(dataset, "hopeless", Map.of("steps", 20, "failAt", 7)));

        JsonPath job = api.awaitState(id, "FAILED", LIMIT);

        assertThat(job.getString("failure.code")).isEqualTo("TRAINING_FAILED");
        assertThat(job.getString("failure.message")).isEqualTo("the loss is not finite at step 7");
        assertThat(job.getInt("attempt")).isEqualTo(1);
    }
}

package io.cuvette.training.app.testing;

import static io.restassured.RestAssured.given;

import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.StoredObject;
import io.cuvette.training.app.launcher.LaunchRequest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The worker's side of the protocol, call by call. */
public final class FakeWorker {

    private final ObjectStore store;
    private final String base;
    private final String token;

    public FakeWorker(ObjectStore store, LaunchRequest launch) {
        this.store = store;
        this.base =
                "/internal/v1/jobs/"
                        + launch.attempt().jobId()
                        + "/attempts/"
                        + launch.attempt().attempt();
        this.token = launch.token().text();
    }

    private RequestSpecification call() {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    public Response assignment() {
        return call().get(base);
    }

    public Response post(String path, Object body) {
        return call().body(body).post(base + path);
    }

    public Response heartbeat() {
        return post("/heartbeat", Map.of());
    }

    /** Uploads a checkpoint and records it. */
    public Response checkpoint(long step) {
        String prefix = assignment().jsonPath().getString("checkpointPrefix");
        int attempt = assignment().jsonPath().getInt("attempt");
        StoredObject stored =
                store.put(
                        new KeyPrefix(prefix)
                                .resolve("%012d-%d.safetensors".formatted(step, attempt)),
                        ("state of step " + step).getBytes(StandardCharsets.UTF_8));
        return post(
                "/checkpoints",
                Map.of(
                        "step", step,
                        "key", stored.key().value(),
                        "sha256", stored.sha256().hex(),
                        "sizeBytes", stored.sizeBytes()));
    }

    /** Uploads one artifact and returns the body that publishes it. */
    public Map<String, Object> upload(String content) {
        JsonPath assignment = assignment().jsonPath();
        StoredObject stored =
                store.put(
                        new KeyPrefix(assignment.getString("modelKeyPrefix"))
                                .resolve("model.safetensors"),
                        content.getBytes(StandardCharsets.UTF_8));
        return publication(stored.sizeBytes(), stored.sha256().hex());
    }

    /** Uploads an artifact and publishes it with a metric. */
    public Response publish(String metric, double value) {
        Map<String, Object> publication = new HashMap<>(upload("weights"));
        publication.put("metrics", Map.of(metric, value));
        return post("/publish", publication);
    }

    public static Map<String, Object> publication(long sizeBytes, String sha256) {
        return Map.of(
                "artifacts",
                List.of(
                        Map.of(
                                "path", "model.safetensors",
                                "sizeBytes", sizeBytes,
                                "sha256", sha256)),
                "metrics",
                Map.of("loss", 0.5),
                "codeVersion",
                "test-1");
    }
}

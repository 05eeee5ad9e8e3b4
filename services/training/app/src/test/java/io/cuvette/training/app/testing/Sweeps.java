package io.cuvette.training.app.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sweeps as one tenant uses them, over HTTP. */
public final class Sweeps {

    public static final String METRIC = "autoencoder.mse";

    private final Api api;

    public Sweeps(Api api) {
        this.api = api;
    }

    /** A sweep of the rate of the test autoencoder, to be changed by the caller. */
    public static Map<String, Object> ofRate(
            String dataset, String model, Map<String, Object> search, int trials) {
        Map<String, Object> sweep = new HashMap<>();
        sweep.put("family", "test-autoencoder");
        sweep.put("datasetId", dataset);
        sweep.put("modelName", model);
        sweep.put("settings", Map.of("epochs", 2));
        sweep.put("search", search);
        sweep.put("space", List.of(rate(1e-4, 1e-1)));
        sweep.put("objective", Map.of("metric", METRIC, "goal", "minimize"));
        if (trials > 0) {
            sweep.put("trials", trials);
        }
        sweep.put("seed", 7);
        return sweep;
    }

    public static Map<String, Object> rate(double min, double max) {
        return Map.of("field", "learningRate", "min", min, "max", max, "scale", "log");
    }

    /** Files a sweep and returns its id. */
    public String submit(Map<String, Object> sweep) {
        return api.post("/sweeps", sweep).then().statusCode(202).extract().path("id");
    }

    public JsonPath get(String id) {
        return api.get("/sweeps/" + id).then().statusCode(200).extract().jsonPath();
    }

    public JsonPath trials(String id) {
        return api.get("/sweeps/" + id + "/trials?pageSize=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public JsonPath awaitState(String id, String state, Duration limit) {
        return await("sweep " + id + " in " + state)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> get(id), sweep -> reached(sweep, state));
    }

    private static boolean reached(JsonPath sweep, String state) {
        String actual = sweep.getString("state");
        if (!actual.equals(state) && List.of("SUCCEEDED", "FAILED", "CANCELLED").contains(actual)) {
            throw new IllegalStateException("the sweep ended otherwise: " + sweep.prettify());
        }
        return actual.equals(state);
    }

    /** Ids of the sweep's jobs in the order of their trials, once there are so many. */
    public List<String> awaitJobs(String id, int count) {
        List<String> jobs =
                await("%d jobs of sweep %s".formatted(count, id))
                        .atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(50))
                        .until(
                                () ->
                                        api.get("/jobs?pageSize=200&sweepId=" + id)
                                                .jsonPath()
                                                .<Map<String, Object>>getList("items"),
                                found -> found.size() >= count)
                        .stream()
                        .sorted((a, b) -> (int) a.get("trial") - (int) b.get("trial"))
                        .map(job -> (String) job.get("id"))
                        .toList();
        assertThat(jobs).hasSize(count);
        return jobs;
    }
}

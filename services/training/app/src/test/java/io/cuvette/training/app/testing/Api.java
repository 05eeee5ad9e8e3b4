package io.cuvette.training.app.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.data.Digests;
import io.cuvette.service.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The service as one tenant uses it, over HTTP. */
public final class Api {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration VALIDATION_LIMIT = Duration.ofSeconds(60);

    private final String tenant;

    public Api(String tenant) {
        this.tenant = tenant;
    }

    public RequestSpecification call() {
        // verbs stand behind a colon, which RestAssured would escape
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TestTokens.forTenant(tenant))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }

    public Response get(String path) {
        return call().get("/api/v1" + path);
    }

    public Response post(String path, Object body) {
        return call().body(body).post("/api/v1" + path);
    }

    public Response post(String path) {
        return call().post("/api/v1" + path);
    }

    public Response delete(String path) {
        return call().delete("/api/v1" + path);
    }

    /** A table of counts; another seed gives other bytes. */
    public static byte[] table(int cells, int seed) {
        StringBuilder text = new StringBuilder("cell,GeneA,GeneB,GeneC,GeneD,GeneE\n");
        for (int i = 0; i < cells; i++) {
            text.append("cell").append(i);
            for (int j = 0; j < 5; j++) {
                text.append(',').append((i * 7 + j * 3 + seed) % 11);
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static Map<String, Object> newDataset(byte[] bytes) {
        return Map.of(
                "name",
                "table",
                "sizeBytes",
                bytes.length,
                "sha256",
                Digests.sha256Hex(bytes),
                "orientation",
                "cellsByGenes");
    }

    /** Creates and uploads; not completed yet. The answer's parts are ready to be sent. */
    public Uploaded upload(byte[] bytes) {
        return upload(newDataset(bytes), bytes);
    }

    public Uploaded upload(Map<String, Object> declaration, byte[] bytes) {
        JsonPath created =
                post("/datasets", declaration).then().statusCode(201).extract().jsonPath();
        int partSize = created.getInt("upload.partSizeBytes");
        List<Map<String, Object>> parts = new ArrayList<>();
        for (Map<String, Object> part : created.<Map<String, Object>>getList("upload.parts")) {
            int number = (Integer) part.get("number");
            int from = (number - 1) * partSize;
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + partSize));
            parts.add(Map.of("number", number, "etag", put((String) part.get("url"), piece)));
        }
        return new Uploaded(created.getString("id"), parts);
    }

    /**
     * @param parts body of the completion
     */
    public record Uploaded(String id, List<Map<String, Object>> parts) {}

    public static String put(String url, byte[] bytes) {
        try {
            HttpResponse<String> response =
                    HTTP.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.headers().firstValue("ETag").orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("the store does not take the part", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Response complete(Uploaded uploaded) {
        return post("/datasets/" + uploaded.id() + ":complete", Map.of("parts", uploaded.parts()));
    }

    /** Uploads, completes and waits for the end of the validation. */
    public JsonPath validated(byte[] bytes) {
        return validated(newDataset(bytes), bytes);
    }

    public JsonPath validated(Map<String, Object> declaration, byte[] bytes) {
        Uploaded uploaded = upload(declaration, bytes);
        complete(uploaded).then().statusCode(202);
        return await("validation")
                .atMost(VALIDATION_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> get("/datasets/" + uploaded.id()).jsonPath(),
                        dataset ->
                                List.of("READY", "INVALID").contains(dataset.getString("state")));
    }

    /** Id of a dataset that is ready. */
    public String readyDataset(int cells, int seed) {
        return readyDataset(table(cells, seed));
    }

    /** Id of a dataset that is ready. */
    public String readyDataset(byte[] bytes) {
        JsonPath dataset = validated(bytes);
        assertThat(dataset.getString("state")).as(dataset.prettify()).isEqualTo("READY");
        return dataset.getString("id");
    }

    public static Map<String, Object> walk(
            String datasetId, String modelName, Map<String, Object> settings) {
        return Map.of(
                "family", WalkProgram.FAMILY,
                "datasetId", datasetId,
                "modelName", modelName,
                "settings", settings,
                "seed", 42);
    }

    /** A job that has neither dataset nor base. */
    public static Map<String, Object> simulate(String modelName, Map<String, Object> settings) {
        return Map.of(
                "family",
                SimulateProgram.FAMILY,
                "modelName",
                modelName,
                "settings",
                settings,
                "seed",
                42);
    }

    /** A job that starts from a model version. */
    public static Map<String, Object> adapt(
            String baseName, int baseVersion, String modelName, Map<String, Object> settings) {
        return Map.of(
                "family",
                AdaptProgram.FAMILY,
                "base",
                Map.of("modelName", baseName, "version", baseVersion),
                "modelName",
                modelName,
                "settings",
                settings,
                "seed",
                42);
    }

    /** Files a job and returns its id. */
    public String submit(Map<String, Object> job) {
        return post("/jobs", job).then().statusCode(202).extract().path("id");
    }

    public JsonPath job(String id) {
        return get("/jobs/" + id).then().statusCode(200).extract().jsonPath();
    }

    public JsonPath awaitState(String id, String state, Duration limit) {
        return await("job " + id + " in " + state)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> job(id), job -> stateReached(job, state));
    }

    private static boolean stateReached(JsonPath job, String state) {
        String actual = job.getString("state");
        boolean over = List.of("SUCCEEDED", "FAILED", "CANCELLED").contains(actual);
        if (over && !actual.equals(state)) {
            throw new IllegalStateException("the job ended otherwise: " + job.prettify());
        }
        return actual.equals(state);
    }

    /** SHA-256 of a version's weights. */
    public String weights(String modelName, String version) {
        return get("/models/" + modelName + "/versions/" + version)
                .then()
                .statusCode(200)
                .extract()
                .path("artifacts.find { it.path == 'model.safetensors' }.sha256");
    }
}

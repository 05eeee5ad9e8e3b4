package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.TrainingStandIn;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class TrainTest {

    Library library;
    TrainingStandIn training;

    private final Api api = new Api(Library.TENANT);

    private Map<String, Object> request() {
        return new HashMap<>(
                Map.of(
                        "name",
                        "pbmc",
                        "datasetId",
                        library.counts,
                        "batchKey",
                        "batch",
                        "labelKey",
                        "label",
                        "methods",
                        List.of("pca", "fe"),
                        "settings",
                        Map.of("epochs", 3, "genes", 60),
                        "seed",
                        7));
    }

    @Test
    void filesTheJobWithColumnsAndSettingsInOneObject() {
        Response response = api.post("", request());

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        assertThat(response.header("Location"))
                .isEqualTo("/api/v1/jobs/" + response.jsonPath().getString("id"));
        JsonNode sent = training.last().body();
        assertThat(sent.get("family").asText()).isEqualTo("batch-correction");
        assertThat(sent.get("modelName").asText()).isEqualTo("pbmc");
        assertThat(sent.get("datasetId").asText()).isEqualTo(library.counts);
        assertThat(sent.get("seed").asLong()).isEqualTo(7);
        JsonNode settings = sent.get("settings");
        assertThat(settings.get("batchKey").asText()).isEqualTo("batch");
        assertThat(settings.get("labelKey").asText()).isEqualTo("label");
        assertThat(settings.get("methods")).hasSize(2);
        assertThat(settings.get("epochs").asInt()).isEqualTo(3);
        assertThat(settings.has("layer")).isFalse();
        assertThat(training.last().validateOnly()).isFalse();
    }

    @Test
    void validateOnlyJudgesAndStoresNothing() {
        JsonPath answer = Api.json(api.post("?validateOnly=true", request()));

        assertThat(answer.getLong("estimate.heapBytes")).isGreaterThan(1L << 20);
        assertThat(answer.getList("findings.severity")).doesNotContain("ERROR");
        assertThat(training.last().validateOnly()).isTrue();
    }

    @Test
    void idempotencyKeyIsTrainings() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> other = request();
        other.put("seed", 8);

        String first = keyed(key, request()).then().statusCode(202).extract().path("id");
        String again = keyed(key, request()).then().statusCode(202).extract().path("id");

        assertThat(again).isEqualTo(first);
        assertThat(training.last().idempotencyKey()).contains(key);
        Response reused = keyed(key, other);
        assertThat(reused.statusCode()).isEqualTo(422);
        assertThat(reused.jsonPath().getString("errorCode")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        Response broken = keyed("no spaces please", request());
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.contentType()).startsWith("application/problem+json");
        assertThat(broken.jsonPath().getString("errorCode")).isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }

    private Response keyed(String key, Object body) {
        return api.call()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(Api.MODELS);
    }

    @ParameterizedTest
    @CsvSource({
        "batchKey, donor, batchKey, BATCH_MISSING",
        "layer, spliced, layer, INVALID_SETTING"
    })
    void trainingsRefusalNamesTheField(String field, String value, String named, String code) {
        Map<String, Object> body = request();
        body.put(field, value);

        Response response = api.post("", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("errorCode")).isEqualTo("JOB_REJECTED");
        assertThat(response.jsonPath().getList("errors.field")).contains(named);
        assertThat(response.jsonPath().getList("errors.code")).contains(code);
    }

    @Test
    void everySettingOutOfRangeIsNamed() {
        Map<String, Object> body = request();
        body.put("settings", Map.of("epochs", -1, "genes", 1_000_000_000, "colour", "red"));

        Response response = api.post("", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.jsonPath().getList("errors.field", String.class))
                .contains("epochs", "genes", "colour");
    }

    @Test
    void unknownMethodIsNamed() {
        Map<String, Object> body = request();
        body.put("methods", List.of("pca", "combat"));

        Response response = api.post("", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.jsonPath().getString("errors[0].field")).startsWith("methods");
    }

    @Test
    void aDatasetThatIsNotReadyOrSomeoneElsesIsRefused() {
        Map<String, Object> body = request();
        body.put("datasetId", library.validating);
        Response validating = api.post("", body);
        assertThat(validating.statusCode()).isEqualTo(409);
        assertThat(validating.jsonPath().getString("errorCode")).isEqualTo("ILLEGAL_STATE");

        Response foreign = new Api(Library.STRANGER).post("", request());
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.jsonPath().getString("errorCode")).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name      | \"UPPER\"           | name",
                "name      | \"../../etc\"       | name",
                "name      | 5                   | name",
                "name      | null                | name",
                "datasetId | \"\"                | datasetId",
                "datasetId | [\"a\"]             | datasetId",
                "batchKey  | null                | batchKey",
                "batchKey  | true                | batchKey",
                "labelKey  | {\"a\":1}           | labelKey",
                "methods   | \"pca\"             | methods",
                "methods   | [5]                 | methods[0]",
                "settings  | [1,2]               | settings",
                "seed      | \"seven\"           | seed",
                "seed      | 1.5                 | seed",
                "seed      | 99999999999999999999 | seed",
                "colour    | \"red\"             | colour"
            })
    void aFieldThatIsWrongIsNamed(String field, String json, String named) {
        String valid =
                "{\"name\":\"pbmc\",\"datasetId\":\"%s\",\"batchKey\":\"batch\"}"
                        .formatted(library.counts);
        String body =
                valid.contains("\"" + field + "\"")
                        ? valid.replaceFirst(
                                "\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + json)
                        : valid.replace("}", ",\"" + field + "\":" + json + "}");

        assertProblem(api.post("", body), 400, "INVALID_REQUEST", named);
    }

    @Test
    void namesThatAreTooLongAreRefusedBeforeTrainingIsAsked() {
        Map<String, Object> body = request();
        body.put("batchKey", "b".repeat(201));
        assertProblem(api.post("", body), 400, "INVALID_REQUEST", "batchKey");

        body = request();
        body.put("methods", new ArrayList<>(java.util.Collections.nCopies(11, "pca")));
        assertProblem(api.post("", body), 400, "INVALID_REQUEST", "methods");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"name\": | 400", "{} trailing | 400", "[] | 400", "'' | 400", "null | 400"})
    void whatIsNoJsonObjectIsRefused(String body, int status) {
        Response response = api.post("", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("errorCode"))
                .isIn("MALFORMED_JSON", "INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1"})
    void aMisspeltFlagFilesNoJob(String flag) {
        assertProblem(
                api.post("?validateOnly=" + flag, request()),
                400,
                "INVALID_REQUEST",
                "validateOnly");
    }

    @Test
    void duplicateKeysAreRefused() {
        Response response =
                api.post(
                        "",
                        "{\"name\":\"a\",\"name\":\"b\",\"datasetId\":\"x\",\"batchKey\":\"y\"}");
        assertProblem(response, 400, "MALFORMED_JSON");
    }

    @Test
    void wrongMediaTypeMethodAndFlagAreRefused() {
        Response text = api.call().contentType(ContentType.TEXT).body("name=pbmc").post(Api.MODELS);
        assertProblem(text, 415, "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(api.call().delete(Api.MODELS), 405, "METHOD_NOT_ALLOWED");
        assertProblem(api.call().get(Api.MODELS), 405, "METHOD_NOT_ALLOWED");
    }
}

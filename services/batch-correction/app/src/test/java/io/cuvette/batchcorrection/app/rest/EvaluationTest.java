package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.TrainingStandIn;
import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluations of uploaded embeddings: filed, and read. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class EvaluationTest {

    private static final String EVALUATIONS = "/api/v1/batch-correction/evaluations";

    Library library;
    TrainingStandIn training;
    EmbeddedObjectStore store;

    private final Api api = new Api(Library.TENANT);

    private Map<String, Object> request() {
        return new HashMap<>(
                Map.of(
                        "name",
                        "uploaded",
                        "datasetId",
                        library.embedded,
                        "batchKey",
                        "batch",
                        "labelKey",
                        "label",
                        "embeddings",
                        List.of("X_types", "X_batches"),
                        "usesBatch",
                        List.of("X_batches"),
                        "targets",
                        List.of("label"),
                        "settings",
                        Map.of("genes", 60, "draws", 5),
                        "seed",
                        7));
    }

    private Response post(String query, Object body) {
        return api.call().contentType(ContentType.JSON).body(body).post(EVALUATIONS + query);
    }

    private Response get(String path) {
        return api.call().get(EVALUATIONS + path);
    }

    @Test
    void filesTheJobWithEverythingInItsSettings() {
        Response response = post("", request());

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        assertThat(response.header("Location"))
                .isEqualTo("/api/v1/jobs/" + response.jsonPath().getString("id"));
        JsonNode sent = training.last().body();
        assertThat(sent.get("family").asText()).isEqualTo("batch-correction-evaluation");
        assertThat(sent.get("modelName").asText()).isEqualTo("uploaded");
        assertThat(sent.get("datasetId").asText()).isEqualTo(library.embedded);
        assertThat(sent.get("seed").asLong()).isEqualTo(7);
        JsonNode settings = sent.get("settings");
        assertThat(settings.get("batchKey").asText()).isEqualTo("batch");
        assertThat(settings.get("labelKey").asText()).isEqualTo("label");
        assertThat(settings.get("embeddings")).hasSize(2);
        assertThat(settings.get("usesBatch").get(0).asText()).isEqualTo("X_batches");
        assertThat(settings.get("targets").get(0).asText()).isEqualTo("label");
        assertThat(settings.get("draws").asInt()).isEqualTo(5);
        assertThat(settings.has("baseline")).isFalse();
        assertThat(settings.has("layer")).isFalse();
    }

    @Test
    void validateOnlyJudgesAndStoresNothing() {
        JsonPath answer = json(post("?validateOnly=true", request()));

        assertThat(answer.getLong("estimate.heapBytes")).isGreaterThan(1L << 20);
        assertThat(answer.getList("findings.severity")).doesNotContain("ERROR");
        assertThat(training.last().validateOnly()).isTrue();
        assertProblem(post("?validateOnly=yes", request()), 400, "INVALID_REQUEST", "validateOnly");
    }

    @Test
    void idempotencyKeyIsTrainings() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> other = request();
        other.put("seed", 8);

        String first = keyed(key, request()).then().statusCode(202).extract().path("id");

        assertThat(keyed(key, request()).jsonPath().getString("id")).isEqualTo(first);
        assertThat(keyed(key, other).jsonPath().getString("errorCode"))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(keyed("no spaces", other).jsonPath().getString("errorCode"))
                .isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }

    private Response keyed(String key, Object body) {
        return api.call()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(EVALUATIONS);
    }

    @ParameterizedTest
    @CsvSource({
        "batchKey, donor, batchKey, BATCH_MISSING",
        "labelKey, celltype, labelKey, LABEL_MISSING",
        "layer, spliced, layer, INVALID_SETTING",
        "baseline, X_none, baseline, INVALID_SETTING",
        "baseline, X_types, baseline, INVALID_SETTING"
    })
    void trainingsRefusalNamesTheField(String field, String value, String named, String code) {
        Map<String, Object> body = request();
        body.put(field, value);
        body.put("settings", Map.of());

        Response response = post("", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.jsonPath().getString("errorCode")).isEqualTo("JOB_REJECTED");
        assertThat(response.jsonPath().getList("errors.field")).containsExactly(named);
        assertThat(response.jsonPath().getList("errors.code")).containsExactly(code);
    }

    @Test
    void whatTheDatasetDoesNotHoldIsRefused() {
        Map<String, Object> body = request();
        body.put("datasetId", library.counts);
        Response none = post("", body);
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.jsonPath().getString("errors[0].message"))
                .contains("obsm/X_types", "(none)");

        body.put("datasetId", library.validating);
        assertThat(post("", body).statusCode()).isEqualTo(409);
        Response foreign =
                new Api(Library.STRANGER)
                        .call()
                        .contentType(ContentType.JSON)
                        .body(request())
                        .post(EVALUATIONS);
        assertThat(foreign.statusCode()).isEqualTo(404);
    }

    @Test
    void everySettingThatIsWrongIsNamed() {
        Map<String, Object> body = request();
        body.put("settings", Map.of("draws", 1, "epochs", 5, "colour", "red"));

        Response response = post("", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.jsonPath().getList("errors.field", String.class))
                .contains("draws", "epochs", "colour");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "name       | \"UPPER\"         | name",
                "name       | null              | name",
                "name       | 5                 | name",
                "datasetId  | \"\"              | datasetId",
                "datasetId  | [\"a\"]           | datasetId",
                "batchKey   | null              | batchKey",
                "batchKey   | true              | batchKey",
                "labelKey   | {\"a\":1}         | labelKey",
                "embeddings | null              | embeddings",
                "embeddings | []                | embeddings",
                "embeddings | \"X_types\"       | embeddings",
                "embeddings | [\"\"]            | embeddings[0]",
                "embeddings | [5]               | embeddings[0]",
                "usesBatch  | \"X_types\"       | usesBatch",
                "usesBatch  | [\" \"]           | usesBatch[0]",
                "baseline   | 5                 | baseline",
                "layer      | []                | layer",
                "targets    | \"label\"         | targets",
                "targets    | [\"\"]            | targets[0]",
                "settings   | [1,2]             | settings",
                "seed       | \"seven\"         | seed",
                "seed       | 1.5               | seed",
                "methods    | [\"fe\"]          | methods"
            })
    void aFieldThatIsWrongIsNamed(String field, String json, String named) {
        Map<String, String> body =
                new HashMap<>(
                        Map.of(
                                "name",
                                "\"a\"",
                                "datasetId",
                                "\"%s\"".formatted(library.embedded),
                                "batchKey",
                                "\"batch\"",
                                "embeddings",
                                "[\"X_types\"]"));
        body.put(field, json);
        String text =
                body.entrySet().stream()
                        .map(entry -> "\"%s\":%s".formatted(entry.getKey(), entry.getValue()))
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow();

        assertProblem(post("", "{" + text + "}"), 400, "INVALID_REQUEST", named);
    }

    @Test
    void listsAndNamesThatAreTooLongAreRefused() {
        Map<String, Object> body = request();
        body.put("embeddings", Collections.nCopies(11, "X_types"));
        assertProblem(post("", body), 400, "INVALID_REQUEST", "embeddings");

        body = request();
        body.put("targets", Collections.nCopies(6, "label"));
        assertProblem(post("", body), 400, "INVALID_REQUEST", "targets");

        body = request();
        body.put("baseline", "b".repeat(201));
        assertProblem(post("", body), 400, "INVALID_REQUEST", "baseline");
    }

    @Test
    void anEvaluationTellsItsCardScoresIntervalsAndClassifications() {
        JsonPath report = json(get("/scored"));

        assertThat(report.getString("model.name")).isEqualTo("scored");
        assertThat(report.getInt("model.version")).isEqualTo(1);
        assertThat(report.getString("card.family")).isEqualTo("batch-correction-evaluation");
        assertThat(report.getString("card.baseline")).isEqualTo("pca");
        assertThat(report.getList("card.embeddings", String.class))
                .containsExactly("X_types", "X_batches");
        assertThat(report.getInt("card.design.batchCount")).isEqualTo(3);
        assertThat(report.getList("scores.rows.method", String.class))
                .containsExactly("pca", "harmony", "obsm/X_types", "obsm/X_batches");
        assertThat(report.getInt("scores.cells")).isEqualTo(SmallCells.CELLS);
        assertThat(report.getList("scores.metrics.name", String.class))
                .contains("totalScore", "batchLeakage");
        assertThat(report.getMap("scores.metrics.find { it.name == 'batchLeakage' }"))
                .containsEntry("label", "Batch leakage")
                .containsEntry("higherIsBetter", false);
        assertThat(report.getList("scores.references.name", String.class))
                .containsExactly("lookupCeiling", "labelChance", "batchChance");
        assertThat(report.getFloat("scores.references[2].value")).isEqualTo(1 / 3f);
        assertThat(report.getFloat("scores.rows[3].values.batchLeakage")).isGreaterThan(0.9f);
        assertThat(report.getInt("scores.repetition.draws")).isEqualTo(2);
        assertThat(report.getInt("scores.repetition.scoredCells")).isEqualTo(120);
        assertInterval(report, "scores.rows[2].intervals.labelSilhouette");
        assertThat(report.getList("classification")).hasSize(4 * 2);
        String ofTypes =
                "classification.find { it.representation == 'obsm/X_types' && it.validation =="
                        + " 'cell' }";
        assertThat(report.getFloat(ofTypes + ".report.accuracy.mean")).isGreaterThan(0.95f);
        String ofBatches =
                "classification.find { it.representation == 'obsm/X_batches' && it.validation =="
                        + " 'leave-batch-out' }";
        assertThat(report.getString(ofBatches + ".reason")).isNotBlank();
        assertThat(report.getMap(ofBatches + ".report")).isNull();
    }

    private static void assertInterval(JsonPath json, String path) {
        float value = json.getFloat(path + ".value");
        assertThat(json.getInt(path + ".n")).isEqualTo(2);
        assertThat(json.getFloat(path + ".low")).isLessThan(value);
        assertThat(json.getFloat(path + ".high")).isGreaterThan(value);
    }

    @Test
    void aModelsEvaluationHasReferencesAndIntervals() {
        JsonPath table = json(api.get("/plain/evaluation"));

        assertThat(table.getList("references.name", String.class))
                .containsExactly("lookupCeiling", "labelChance", "batchChance");
        assertThat(table.getInt("repetition.draws")).isEqualTo(2);
        assertInterval(table, "rows[1].intervals.iLisi");

        JsonPath once = json(api.get("/layered/evaluation"));
        assertThat(once.getMap("repetition")).isNull();
        assertThat(once.getMap("rows[0].intervals")).isEmpty();
        assertThat(once.getList("references.name", String.class)).containsExactly("batchChance");
    }

    @Test
    void aModelsClassificationHasEveryMethodTwice() {
        JsonPath answer = json(api.get("/plain/classification"));

        assertThat(answer.getString("model.name")).isEqualTo("plain");
        assertThat(answer.getList("entries.representation", String.class))
                .containsExactly("pca", "pca", "harmony", "harmony");
        assertThat(answer.getList("entries.validation", String.class))
                .containsExactly("cell", "leave-batch-out", "cell", "leave-batch-out");
        assertThat(answer.getList("entries.target", String.class)).containsOnly("label");
        assertThat(answer.getFloat("entries[0].report.lookupCeiling")).isBetween(0.1f, 1f);
        assertThat(answer.getList("entries[0].report.confusion.counts")).hasSize(3);
        assertThat(json(api.get("/unlabelled/classification")).getList("entries")).isEmpty();
    }

    @Test
    void theScibTableIsAPicture() throws Exception {
        Response png = get("/scored/scib-table.png");
        assertThat(png.statusCode()).isEqualTo(200);
        assertThat(png.contentType()).isEqualTo("image/png");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.asByteArray()));
        assertThat(image.getWidth()).isGreaterThan(1_000);

        Response svg = get("/scored/scib-table.svg?version=good");
        assertThat(svg.contentType()).isEqualTo("image/svg+xml");
        assertThat(svg.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(new String(svg.asByteArray(), StandardCharsets.UTF_8))
                .contains("<svg", "obsm/X_types", "scored, version 1");
    }

    @Test
    void theScibTableIsNumbersToo() {
        JsonPath table = json(get("/scored/scib-table.json?version=good"));
        JsonPath report = json(get("/scored"));

        assertThat(table.getString("title")).isEqualTo("scored, version 1");
        assertThat(table.getList("rows.method", String.class))
                .contains("PCA", "Harmony", "obsm/X_types", "obsm/X_batches");
        List<String> columns = new ArrayList<>();
        table.<List<String>>getList("groups.columns").forEach(columns::addAll);
        int types = table.getList("rows.method", String.class).indexOf("obsm/X_types");
        assertThat(table.getList("rows[%d].scores".formatted(types))).hasSize(columns.size());
        // drawn twice: the mean over the draws with its interval
        String label = "cLISI";
        String metric = report.getString("scores.metrics.find { it.label == 'cLISI' }.name");
        int row = report.getList("scores.rows.method", String.class).indexOf("obsm/X_types");
        String interval = "scores.rows[%d].intervals.%s.".formatted(row, metric);
        String score = "rows[%d].scores[%d].".formatted(types, columns.indexOf(label));
        assertThat(columns).contains(label);
        assertThat(table.getDouble(score + "value"))
                .isEqualTo(report.getDouble(interval + "value"));
        assertThat(table.getDouble(score + "low")).isEqualTo(report.getDouble(interval + "low"));
        assertThat(table.getDouble(score + "high")).isEqualTo(report.getDouble(interval + "high"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/scib-table.png", "/scib-table.svg", "/scib-table.json"})
    void whatIsNoEvaluationOfTheCallerIsNotFound(String path) {
        for (String name :
                List.of("nothing", Library.FULL, Library.FOREIGN_FAMILY, "%2e%2e", "UPPER")) {
            assertProblem(get("/" + name + path), 404, "NOT_FOUND");
        }
        assertProblem(get("/scored" + path + "?version=2"), 404, "NOT_FOUND");
        assertProblem(get("/scored" + path + "?version=nope"), 404, "NOT_FOUND");
        assertProblem(
                new Api(Library.STRANGER).call().get(EVALUATIONS + "/scored" + path),
                404,
                "NOT_FOUND");
        assertProblem(given().get(EVALUATIONS + "/scored" + path), 401, "UNAUTHENTICATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/evaluation", "/classification", "/embeddings/pca"})
    void anEvaluationIsNoModel(String path) {
        assertProblem(api.get("/scored" + path), 404, "NOT_FOUND");
        assertThat(api.call().get("/v2/models/scored/ready").statusCode()).isNotEqualTo(200);
    }

    @Test
    void scoresThatAreNotThosePublishedAreNotShown() {
        JsonPath problem = assertProblem(get("/" + Library.DAMAGED_SCORES), 500, "INTERNAL");

        assertThat(problem.getString("detail")).contains("damaged-scores is damaged");
    }

    @Test
    void withoutTheStoreOrTrainingThereIsNoEvaluation() throws Exception {
        json(get("/scored"));
        store.stop();
        try {
            assertProblem(get("/scored"), 503, "STORE_UNAVAILABLE");
            assertProblem(get("/scored/scib-table.png"), 503, "STORE_UNAVAILABLE");
        } finally {
            store.start();
        }
        json(get("/scored"));
        training.down();
        try {
            assertProblem(get("/unseen"), 503, "UPSTREAM_UNAVAILABLE");
            assertProblem(post("", request()), 503, "UPSTREAM_UNAVAILABLE");
        } finally {
            training.back();
        }
    }
}

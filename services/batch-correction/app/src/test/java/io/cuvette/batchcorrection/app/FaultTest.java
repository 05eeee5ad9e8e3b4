package io.cuvette.batchcorrection.app;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.TrainingStandIn;
import io.cuvette.batchcorrection.app.testing.TrainingStandIn.Fault;
import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another part is away, slow or wrong: callers learn which, and service goes on afterwards. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class FaultTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    Library library;
    TrainingStandIn training;
    EmbeddedObjectStore store;

    private final Api api = new Api(Library.TENANT);

    @AfterEach
    void everythingIsBack() throws Exception {
        training.back();
        store.start();
        await().atMost(LIMIT).untilAsserted(() -> json(api.get("/full")));
    }

    private Response train() {
        return api.post(
                "", Map.of("name", "pbmc", "datasetId", library.counts, "batchKey", "batch"));
    }

    private Response encode() {
        return api.post("/full:encode", Map.of("datasetId", library.counts, "method", "pca"));
    }

    @Test
    void trainingIsAway() {
        training.down();

        for (Response response :
                new Response[] {
                    train(), api.get("/unseen"), encode(), api.get("/unseen/export.h5ad")
                }) {
            JsonPath problem = assertProblem(response, 503, "UPSTREAM_UNAVAILABLE");
            assertThat(problem.getString("detail")).contains("training service");
            assertThat(response.header("Retry-After")).isEqualTo("2");
        }
        Response inference = api.call().get("/v2/models/unseen");
        assertThat(inference.statusCode()).isEqualTo(503);
        assertThat(inference.jsonPath().getString("error")).contains("training service");
    }

    @Test
    void aModelThatIsLoadedIsServedWithoutTraining() throws Exception {
        json(api.get("/full/embeddings/pca"));

        training.down();

        json(api.get("/full/embeddings/pca"));
        assertThat(api.call().get("/v2/models/full/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aModelThatIsDeletedGoes() {
        training.rename(Library.TENANT, "full", "moved");
        try {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertProblem(api.get("/full"), 404, "NOT_FOUND"));
            json(api.get("/moved"));
        } finally {
            training.rename(Library.TENANT, "moved", "full");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SLOW, 503, UPSTREAM_UNAVAILABLE",
        "UNAVAILABLE, 503, UPSTREAM_UNAVAILABLE",
        "BROKEN, 502, UPSTREAM_FAILED",
        "NO_JSON, 502, UPSTREAM_FAILED"
    })
    void trainingMisbehaves(Fault fault, int status, String errorCode) {
        training.misbehave(fault);

        assertProblem(api.get("/unseen"), status, errorCode);
        assertProblem(api.get("/unseen/plots/umap.png"), status, errorCode);
    }

    @Test
    void aSubmissionThatGetsNoAnswerInTimeIsNotTakenForFiled() {
        training.misbehave(Fault.SLOW);

        assertProblem(train(), 503, "UPSTREAM_UNAVAILABLE");
    }

    @Test
    void trainingsOwnRefusalOfASubmissionIsPassedOn() {
        training.misbehave(Fault.UNAVAILABLE);

        Response response = train();

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("errorCode")).isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(response.header("Retry-After")).isEqualTo("7");
    }

    @Test
    void damagedWeightsAreNotServed() {
        for (int attempt = 0; attempt < 2; attempt++) {
            JsonPath problem = assertProblem(api.get("/" + Library.DAMAGED), 500, "INTERNAL");
            assertThat(problem.getString("detail"))
                    .contains("Version 1 of model damaged is damaged");
        }
        Response inference = api.call().get("/v2/models/" + Library.DAMAGED);
        assertThat(inference.statusCode()).isEqualTo(500);
        assertThat(inference.jsonPath().getString("error")).contains("damaged");
    }

    @Test
    void lostWeightsAreNotServed() {
        assertProblem(api.get("/" + Library.LOST), 500, "INTERNAL");
    }

    @Test
    void aModelThatIsLoadedIsServedWithoutTheStore() throws Exception {
        json(api.get("/full"));

        store.stop();

        json(api.get("/full/embeddings/pca"));
        json(api.get("/full/evaluation"));
    }

    @Test
    void withoutTheStoreDatasetsAreUnavailable() throws Exception {
        json(api.get("/full"));

        store.stop();

        assertProblem(encode(), 503, "STORE_UNAVAILABLE");
        assertProblem(api.get("/full/export.h5ad"), 503, "STORE_UNAVAILABLE");
        assertProblem(api.post("/full:correct", Map.of("method", "pca")), 503, "STORE_UNAVAILABLE");
    }

    @Test
    void withoutTheStoreAModelIsNotLoadedAndLaterItIs() throws Exception {
        library.publishFull("fresh");
        store.stop();

        Response response = api.get("/fresh");
        assertProblem(response, 503, "STORE_UNAVAILABLE");
        assertThat(response.header("Retry-After")).isNotNull();
        assertThat(api.call().get("/v2/models/fresh").statusCode()).isEqualTo(503);
        assertThat(api.call().get("/q/health/ready").statusCode()).isEqualTo(503);

        store.start();

        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(json(api.get("/fresh")).getString("model.name"))
                                        .isEqualTo("fresh"));
    }
}

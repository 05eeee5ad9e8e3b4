package io.cuvette.batchcorrection.app.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol on batch-correction models. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class InferenceTest {

    Library library;

    private final Api api = new Api(Library.TENANT);

    private Response get(String path) {
        return api.call().get("/v2" + path);
    }

    private Response infer(String model, Object body) {
        return api.call()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v2/models/" + model + "/infer");
    }

    private static void assertError(Response response, int status, String words) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/json");
        assertThat(response.jsonPath().getString("error")).containsIgnoringCase(words);
        assertThat(response.asString()).doesNotContain("io.cuvette", "Exception");
    }

    /** A request has no batches, so methods that need them have no output. */
    private static final List<Method> WITHOUT_BATCH =
            Arrays.stream(Method.values()).filter(method -> !method.needsBatch()).toList();

    private static final String[] OUTPUTS =
            WITHOUT_BATCH.stream()
                    .map(method -> "embedding_" + method.key())
                    .toArray(String[]::new);

    /** Raw counts of some cells in the model's gene order, cell by cell. */
    private static float[] counts(TrainedModel model, int... cells) throws Exception {
        CsrMatrix aligned = aligned(model, cells);
        float[] dense = new float[aligned.rows() * aligned.columns()];
        for (int row = 0; row < aligned.rows(); row++) {
            aligned.copyRow(row, dense, row * aligned.columns());
        }
        return dense;
    }

    private static CsrMatrix aligned(TrainedModel model, int... cells) throws Exception {
        AnnData data = SmallCells.counts();
        int[] columns =
                model.card().preprocessing().genes().stream()
                        .mapToInt(data.var().index()::indexOf)
                        .toArray();
        return ((CsrMatrix) data.x()).selectRows(cells).selectColumns(columns);
    }

    private static DenseMatrix expected(TrainedModel model, Method method, int... cells)
            throws Exception {
        Preprocessing preprocessing = model.card().preprocessing();
        CsrMatrix aligned = aligned(model, cells);
        return model.find(method)
                .orElseThrow()
                .encode(
                        ScaledCells.ofPopulation(
                                preprocessing.scale(
                                        aligned, preprocessing.estimateLibrarySizes(aligned))));
    }

    private static Map<String, Object> request(int rows, int genes, Object data) {
        Map<String, Object> input =
                Map.of(
                        "name",
                        "X",
                        "shape",
                        List.of(rows, genes),
                        "datatype",
                        "FP32",
                        "data",
                        data);
        return new HashMap<>(Map.of("id", "request-1", "inputs", List.of(input)));
    }

    @Test
    void metadataNamesInputAndOutputs() {
        JsonPath full = Api.json(get("/models/full"));

        assertThat(full.getString("name")).isEqualTo("full");
        assertThat(full.getList("versions", String.class)).containsExactly("1");
        assertThat(full.getString("platform")).isEqualTo("cuvette_batch_correction");
        assertThat(full.getString("inputs[0].name")).isEqualTo("X");
        assertThat(full.getString("inputs[0].datatype")).isEqualTo("FP32");
        int genes = Api.json(api.get("/full")).getInt("card.preprocessing.genes.size()");
        assertThat(full.getList("inputs[0].shape", Integer.class)).containsExactly(-1, genes);
        assertThat(full.getList("outputs.name", String.class)).containsExactly(OUTPUTS);
        assertThat(Api.json(get("/models/full/versions/1")).getString("name")).isEqualTo("full");
        assertThat(Api.json(get("/models/layered")).getList("outputs.name", String.class))
                .containsExactly("embedding_pca");
    }

    @Test
    void serverAndModelsAreReady() {
        assertThat(Api.json(get("")).getList("extensions", String.class))
                .contains("binary_tensor_data");
        assertThat(given().get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(given().get("/v2/health/ready").statusCode()).isEqualTo(200);
        assertThat(Api.json(get("/models/full/ready")).getBoolean("ready")).isTrue();
        assertThat(Api.json(get("/models/full/versions/1/ready")).getBoolean("ready")).isTrue();
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void embedsCellsWithEveryMethod() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            float[] data = counts(model, 3, 77);

            JsonPath answer = Api.json(infer("full", request(2, data.length / 2, data)));

            assertThat(answer.getString("id")).isEqualTo("request-1");
            assertThat(answer.getString("model_version")).isEqualTo("1");
            assertThat(answer.getList("outputs.name", String.class)).containsExactly(OUTPUTS);
            for (Method method : WITHOUT_BATCH) {
                List<Float> values =
                        answer.getList(
                                "outputs.find { it.name == 'embedding_%s' }.data"
                                        .formatted(method.key()),
                                Float.class);
                assertThat(values).containsExactly(boxed(expected(model, method, 3, 77)));
            }
        }
    }

    private static Float[] boxed(DenseMatrix matrix) {
        Float[] boxed = new Float[matrix.values().length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = matrix.values()[i];
        }
        return boxed;
    }

    @Test
    void outputsChooseTheMethod() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            float[] data = counts(model, 9);
            Map<String, Object> request = request(1, data.length, data);
            request.put("outputs", List.of(Map.of("name", "embedding_fe")));

            JsonPath answer = Api.json(infer("full/versions/1", request));

            assertThat(answer.getList("outputs.name", String.class))
                    .containsExactly("embedding_fe");
            assertThat(answer.getList("outputs[0].data", Float.class))
                    .containsExactly(boxed(expected(model, Method.FE, 9)));
        }
    }

    @Test
    void binaryTensorsGiveTheSameBits() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            float[] data = counts(model, 40, 41, 42);
            ByteBuffer raw = ByteBuffer.allocate(4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
            raw.asFloatBuffer().put(data);
            byte[] head =
                    ("{\"inputs\":[{\"name\":\"X\",\"shape\":[3,%d],\"datatype\":\"FP32\","
                                    + "\"parameters\":{\"binary_data_size\":%d}}],"
                                    + "\"outputs\":[{\"name\":\"embedding_pca\","
                                    + "\"parameters\":{\"binary_data\":true}}]}")
                            .formatted(data.length / 3, raw.capacity())
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            ByteBuffer body = ByteBuffer.allocate(head.length + raw.capacity());
            body.put(head).put(raw.array());

            Response response =
                    api.call()
                            .contentType("application/octet-stream")
                            .header("Inference-Header-Content-Length", head.length)
                            .body(body.array())
                            .post("/v2/models/full/infer");

            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
            int json = Integer.parseInt(response.header("Inference-Header-Content-Length"));
            byte[] bytes = response.asByteArray();
            float[] values = new float[(bytes.length - json) / 4];
            ByteBuffer.wrap(bytes, json, bytes.length - json)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            assertThat(values).containsExactly(expected(model, Method.PCA, 40, 41, 42).values());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/-x",
                "/models/nothing",
                "/models/nothing/ready",
                "/models/full/versions/2",
                "/models/surrogate",
                "/no/such/path"
            })
    void whatIsNotThereIsNotFound(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void modelsOfOthersAreNotThere() throws Exception {
        Api stranger = new Api(Library.STRANGER);
        assertError(stranger.call().get("/v2/models/full"), 404, "no such model");
        assertError(
                stranger.call()
                        .contentType(ContentType.JSON)
                        .body(request(1, 1, List.of(1)))
                        .post("/v2/models/full/infer"),
                404,
                "no such model");
    }

    @Test
    void nobodyWithoutTheGatewaysTokenGetsIn() {
        assertError(given().get("/v2/models/full"), 401, "token");
        assertError(
                given().auth()
                        .oauth2(TestTokens.forged(Library.TENANT))
                        .contentType(ContentType.JSON)
                        .body(Map.of())
                        .post("/v2/models/full/infer"),
                401,
                "token");
    }

    @Test
    void aCountBelowZeroIsNamed() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            float[] data = counts(model, 9);
            data[4] = -2;
            assertError(infer("full", request(1, data.length, data)), 400, "'X' holds -2.0");
        }
    }

    @Test
    void loggedCountsAreNotLoggedOnceMore() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            float[] data = counts(model, 9);
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) Math.log1p(data[i]);
            }
            assertError(infer("full", request(1, data.length, data)), 400, "LOOKS_LOGGED");
            List<Object> list = new ArrayList<>();
            for (float value : data) {
                list.add(Math.abs(value));
            }
            list.set(0, 1e39);
            assertError(infer("full", request(1, data.length, list)), 400, "X");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inputs\":                                                          | 400",
                "{}                                                                    | 400",
                "{\"inputs\":[]}                                                       | 400",
                "{\"inputs\":[{\"name\":\"Y\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[1]}]} | 400",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[1]}]} | 400",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[-1,60],\"datatype\":\"FP32\",\"data\":[1]}]} | 400",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,60],\"datatype\":\"INT64\",\"data\":[1]}]} | 400",
                "{\"inputs\":[{\"name\":\"X\",\"shape\":[9999999,9999999],\"datatype\":\"FP32\",\"data\":[1]}]} | 400"
            })
    void aRequestThatIsWrongIsRefused(String body, int status) {
        Response response = infer("full", body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.jsonPath().getString("error")).isNotBlank();
    }

    @Test
    void anOutputThatTheModelLacksIsNamed() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().layered())) {
            float[] data = new float[model.card().preprocessing().genes().size()];
            Map<String, Object> request = request(1, data.length, data);
            request.put("outputs", List.of(Map.of("name", "embedding_fe")));

            assertError(infer("layered", request), 400, "embedding_fe");
        }
    }
}

package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every call that takes a body refuses, one call like the other. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class BadInputTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/v1/batch-correction";

    Library library;

    private final Api api = new Api(Library.TENANT);

    /** A call and a body that it takes. */
    enum Call {
        TRAIN("/models", "{'name': 'a', 'datasetId': '%s', 'batchKey': 'batch'}"),
        EVALUATE(
                "/evaluations",
                "{'name': 'a', 'datasetId': '%s', 'batchKey': 'batch', 'embeddings': ['X_a']}"),
        ENCODE("/models/%s:encode", "{'datasetId': '%s', 'method': 'pca'}"),
        CORRECT("/models/%s:correct", "{'method': 'fe', 'cells': ['cell020']}"),
        PROJECT("/models/%s:project", "{'cells': ['cell020']}"),
        GENOMAP("/models/%s:genomap", "{'cells': ['cell020'], 'rows': 20}"),
        GENOMAP_TEST(
                "/models/%s:genomap-test",
                "{'groupA': ['batch1', 'batch2'], 'groupB': ['batch3', 'batch4'], 'rows': 20}");

        private final String path;
        private final String body;

        Call(String path, String body) {
            this.path = path;
            this.body = body;
        }

        boolean isOfAModel() {
            return path.contains("%s");
        }

        String path(String model) {
            return ROOT + path.formatted(model);
        }
    }

    private ObjectNode valid(Call call) throws IOException {
        return (ObjectNode) JSON.readTree(call.body.replace('\'', '"').formatted(library.counts));
    }

    private Response post(Api caller, Call call, String model, String body) {
        return caller.call().contentType("application/json").body(body).post(call.path(model));
    }

    private Response post(Call call, String body) {
        return post(api, call, "full", body);
    }

    private Response post(Call call, byte[] body, String type) {
        return api.call().contentType(type).body(body).post(call.path("full"));
    }

    /** Tables go out as Arrow and npy and never come in: whatever is in them is not looked at. */
    @ParameterizedTest
    @EnumSource
    void otherMediaTypesAreRefused(Call call) throws IOException {
        byte[] json = valid(call).toString().getBytes(StandardCharsets.UTF_8);
        byte[] arrow = "ARROW1\0\0broken".getBytes(StandardCharsets.ISO_8859_1);
        byte[] npy = "\u0093NUMPY\1\0broken".getBytes(StandardCharsets.ISO_8859_1);

        assertProblem(post(call, json, "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(
                post(call, arrow, "application/vnd.apache.arrow.file"),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(post(call, npy, "application/octet-stream"), 415, "UNSUPPORTED_MEDIA_TYPE");
        for (byte[] binary : List.of(arrow, npy)) {
            assertProblem(post(call, binary, "application/json"), 400, "MALFORMED_JSON");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoJsonObjectIsRefused(Call call) throws IOException {
        String valid = valid(call).toString();
        for (String body :
                List.of("", "null", "[]", "5", "{\"cells\":", valid.substring(1), valid + valid)) {
            Response response = post(call, body);
            assertThat(response.statusCode()).as(body + response.asString()).isEqualTo(400);
            assertProblem(
                    response,
                    400,
                    response.jsonPath().getString("errorCode").equals("MALFORMED_JSON")
                            ? "MALFORMED_JSON"
                            : "INVALID_REQUEST");
        }
    }

    /** Each field alone is right: which of the two was meant nobody can tell. */
    @ParameterizedTest
    @EnumSource
    void aFieldThatComesTwiceIsRefused(Call call) throws IOException {
        ObjectNode valid = valid(call);
        for (Map.Entry<String, JsonNode> field : valid.properties()) {
            String again = "{\"%s\":%s,".formatted(field.getKey(), field.getValue());

            assertProblem(
                    post(call, valid.toString().replaceFirst("\\{", again)), 400, "MALFORMED_JSON");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldsThatNoCallKnowsAreNamed(Call call) throws IOException {
        ObjectNode body = valid(call).put("colour", "red");

        assertProblem(post(call, body.toString()), 400, "INVALID_REQUEST", "colour");
    }

    @ParameterizedTest
    @EnumSource
    void otherVerbsAreRefused(Call call) {
        assertProblem(api.call().put(call.path("full")), 405, "METHOD_NOT_ALLOWED");
        assertProblem(api.call().delete(call.path("full")), 405, "METHOD_NOT_ALLOWED");
    }

    /** Of another tenant, of another family, in another version, or none at all. */
    @ParameterizedTest
    @EnumSource(names = {"ENCODE", "CORRECT", "PROJECT", "GENOMAP", "GENOMAP_TEST"})
    void modelsThatAreNotTheCallersAreNotFound(Call call) throws IOException {
        String body = valid(call).toString();

        assertProblem(post(new Api(Library.STRANGER), call, "full", body), 404, "NOT_FOUND");
        assertProblem(post(api, call, "nothing", body), 404, "NOT_FOUND");
        assertProblem(post(api, call, Library.FOREIGN_FAMILY, body), 404, "NOT_FOUND");
        assertProblem(post(api, call, Library.SCORED, body), 404, "NOT_FOUND");
        Response version =
                api.call()
                        .contentType("application/json")
                        .body(body)
                        .post(call.path("full") + "?version=9");
        assertProblem(version, 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAIN", "EVALUATE", "ENCODE"})
    void datasetsThatAreNotTheCallersAreNotFound(Call call) throws IOException {
        String body = valid(call).put("datasetId", "01arz3ndektsv4rrffq69g5fav").toString();
        Response unknown = post(call, body);

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.jsonPath().getString("errorCode")).isEqualTo("NOT_FOUND");
        if (!call.isOfAModel()) {
            Response foreign = post(new Api(Library.STRANGER), call, "", valid(call).toString());
            // training's own answer, as it is
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.jsonPath().getString("errorCode")).isEqualTo("NOT_FOUND");
        }
    }

    /** The stranger has a model of the same genes, and the file is at hand for its owner. */
    @Test
    void aDatasetThatItsOwnerJustReadIsNotThereForOthers() throws IOException {
        Api stranger = new Api(Library.STRANGER);
        String own = valid(Call.ENCODE).put("datasetId", library.strangers).toString();
        Response encoded = post(stranger, Call.ENCODE, Library.OF_STRANGER, own);
        assertThat(encoded.statusCode()).as(encoded.asString()).isEqualTo(200);
        String foreign = valid(Call.ENCODE).toString();
        assertThat(post(Call.ENCODE, foreign).statusCode()).isEqualTo(200);

        assertProblem(post(stranger, Call.ENCODE, Library.OF_STRANGER, foreign), 404, "NOT_FOUND");
        assertProblem(post(Call.ENCODE, own), 404, "NOT_FOUND");
    }

    /** A name that no one has, of the wrong type, too long, too often, or none where one is due. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ENCODE       | method  | 'tsne'            | method",
                "ENCODE       | method  | null              | method",
                "ENCODE       | method  | ''                | method",
                "ENCODE       | method  | 'long'            | method",
                "ENCODE       | format  | 'xlsx'            | format",
                "ENCODE       | unseenBatch | 'guess'       | unseenBatch",
                "CORRECT      | method  | 'tsne'            | method",
                "CORRECT      | method  | null              | method",
                "CORRECT      | cells   | ['nobody']        | cells",
                "CORRECT      | cells   | [null]            | cells[0]",
                "CORRECT      | genes   | ['NOGENE']        | genes",
                "CORRECT      | space   | 'raw'             | space",
                "PROJECT      | method  | 'tsne'            | method",
                "PROJECT      | method  | 5                 | method",
                "PROJECT      | cells   | []                | cells",
                "PROJECT      | cells   | null              | cells",
                "PROJECT      | cells   | [null]            | cells[0]",
                "PROJECT      | cells   | 'cell020'         | cells",
                "PROJECT      | batches | ['nowhere']       | batches",
                "PROJECT      | genes   | [5]               | genes[0]",
                "PROJECT      | space   | 'raw'             | space",
                "PROJECT      | format  | 'parquet'         | format",
                "GENOMAP      | method  | 'tsne'            | method",
                "GENOMAP      | cells   | null              | cells",
                "GENOMAP      | cells   | []                | cells",
                "GENOMAP      | batches | ['nowhere']       | batches",
                "GENOMAP      | rows    | 'many'            | rows",
                "GENOMAP      | rows    | 1                 | rows",
                "GENOMAP      | layout  | 'round'           | layout",
                "GENOMAP_TEST | method  | 'tsne'            | method",
                "GENOMAP_TEST | groupA  | []                | groupA",
                "GENOMAP_TEST | groupB  | null              | groupB",
                "GENOMAP_TEST | groupB  | ['batch3', 'nowhere'] | groupB",
                "GENOMAP_TEST | rows    | 0                 | rows"
            })
    void aFieldThatIsWrongIsNamed(Call call, String field, String json, String named)
            throws IOException {
        ObjectNode body = valid(call);
        body.set(field, JSON.readTree(json.replace('\'', '"').replace("long", "m".repeat(300))));
        String model = call == Call.GENOMAP_TEST ? "grouped" : "full";

        assertProblem(post(api, call, model, body.toString()), 400, "INVALID_REQUEST", named);
    }

    @ParameterizedTest
    @CsvSource({
        "PROJECT, cells, 501, 400",
        "PROJECT, batches, 1001, 400",
        "GENOMAP, cells, 21, 400",
        "GENOMAP, batches, 1001, 400",
        "GENOMAP_TEST, groupA, 1001, 400",
        "CORRECT, cells, 5000, 413"
    })
    void listsThatAreTooLongAreRefused(Call call, String field, int length, int status)
            throws IOException {
        String name = field.equals("cells") ? "cell020" : "batch1";
        ObjectNode body = valid(call);
        body.set(field, JSON.valueToTree(Collections.nCopies(length, name)));
        Response response = post(call, body.toString());

        if (status == 400) {
            assertProblem(response, 400, "INVALID_REQUEST", field);
        } else {
            assertProblem(response, status, "PAYLOAD_TOO_LARGE");
        }
    }
}

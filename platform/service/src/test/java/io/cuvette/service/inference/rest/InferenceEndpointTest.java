package io.cuvette.service.inference.rest;

import static io.cuvette.service.inference.rest.InferenceClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.SampleTensors;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.protocol.AnswerEncoder;
import io.cuvette.service.inference.protocol.EncodedAnswer;
import io.cuvette.service.inference.protocol.RequestDecoder;
import io.cuvette.service.inference.protocol.WireRequest;
import io.cuvette.service.inference.rest.InferenceClient.Reply;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(LibraryProfile.class)
class InferenceEndpointTest {

    @TestHTTPResource("/")
    URI base;

    private InferenceClient client;

    @BeforeEach
    void connect() {
        client = new InferenceClient(base, "acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void describesTheServer(String path) {
        Reply reply = client.get(path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.json().get("name").asText()).isEqualTo("cuvette");
        assertThat(reply.json().get("version").asText()).isNotEmpty();
        assertThat(reply.json().get("extensions")).isEqualTo(json("[\"binary_tensor_data\"]"));
    }

    @Test
    void isLiveAndReady() {
        assertThat(client.get("/v2/health/live").json()).isEqualTo(json("{\"live\":true}"));
        assertThat(client.get("/v2/health/ready").json()).isEqualTo(json("{\"ready\":true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale", "scale/versions/2", "scale/versions/live"})
    void describesAModel(String model) {
        Reply reply = client.get("/v2/models/" + model);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .isEqualTo(
                        json(
                                "{\"name\":\"scale\",\"versions\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"],"
                                        + "\"platform\":\"toy_scale\","
                                        + "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\","
                                        + "\"shape\":[-1,2]}],"
                                        + "\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\","
                                        + "\"shape\":[-1,2]},"
                                        + "{\"name\":\"version\",\"datatype\":\"INT64\","
                                        + "\"shape\":[]}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "scale/ready, 200, true",
        "scale/versions/3/ready, 200, true",
        "unready/ready, 503, false"
    })
    void saysWhetherAModelIsReady(String path, int status, boolean ready) {
        Reply reply = client.get("/v2/models/" + path);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().get("ready").asBoolean()).isEqualTo(ready);
        assertThat(reply.json().get("name").asText()).isEqualTo(path.split("/")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/models/none",
                "/v2/models/none/ready",
                "/v2/models/scale/versions/7",
                "/v2/models/scale/versions/7/ready",
                "/v2/models/..%2Fscale",
                "/v2/models/scale/versions/%20",
                "/v2/other",
                "/v2/models",
                "/v2/models/scale/infer/more"
            })
    void answers404WithAnErrorObject(String path) {
        Reply reply = client.get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().properties()).hasSize(1);
        assertThat(reply.error()).isNotEmpty();
    }

    @Test
    void anotherTenantsModelsDoNotExist() {
        InferenceClient other = new InferenceClient(base, "globex");
        assertThat(other.get("/v2/models/scale").status()).isEqualTo(404);
        assertThat(other.get("/v2/models/scale/ready").status()).isEqualTo(404);
        Reply reply = other.infer("scale", InferenceClient.request(1, 2));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.error()).isEqualTo("there is no such model");
    }

    @Test
    void wrongMethodsAre405() {
        assertThat(client.get("/v2/models/scale/infer").status()).isEqualTo(405);
        for (String path : List.of("/v2", "/v2/health/live", "/v2/models/scale/ready")) {
            Reply reply = client.send("POST", path, BodyPublishers.noBody());
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.error()).contains("GET");
        }
    }

    @Test
    void infersWithIdVersionAndOutputsInTheOrderAsked() {
        String request =
                "{\"id\":\"42\",\"parameters\":{\"p\":1},\"model_name\":\"ignored\",\"inputs\":["
                        + "{\"name\":\"x\",\"shape\":[2,2],\"datatype\":\"FP32\","
                        + "\"data\":[[1,2],[3,4.5]]}],"
                        + "\"outputs\":[{\"name\":\"version\"},{\"name\":\"y\"}]}";
        Reply reply = client.infer("scale/versions/3", request);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.header("Inference-Header-Content-Length")).isEmpty();
        assertThat(reply.json())
                .isEqualTo(
                        json(
                                "{\"model_name\":\"scale\",\"model_version\":\"3\",\"id\":\"42\","
                                        + "\"outputs\":[{\"name\":\"version\",\"datatype\":\"INT64\","
                                        + "\"shape\":[],\"data\":[3]},"
                                        + "{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2,2],"
                                        + "\"data\":[3.0,6.0,9.0,13.5]}]}"));
    }

    @Test
    void mixesJsonAndBinaryOutputs() {
        String request =
                InferenceClient.request(1, 2)
                        .replaceFirst(
                                "\\{",
                                "{\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}},"
                                        + "{\"name\":\"version\"}],");
        Reply reply = client.infer("scale/versions/2", request);
        assertThat(reply.header("Content-Type")).startsWith("application/octet-stream");
        assertThat(reply.json().at("/outputs/0/parameters"))
                .isEqualTo(json("{\"binary_data_size\":8}"));
        assertThat(reply.json().at("/outputs/0").has("data")).isFalse();
        assertThat(reply.json().at("/outputs/1/data")).isEqualTo(json("[2]"));
        ByteBuffer binary = ByteBuffer.wrap(reply.body()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(reply.body()).hasSize(reply.jsonLength() + 8);
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(reply.body().length));
        assertThat(binary.getFloat(reply.jsonLength())).isEqualTo(2f);
        assertThat(binary.getFloat(reply.jsonLength() + 4)).isEqualTo(4f);
    }

    @ParameterizedTest
    @EnumSource(Datatype.class)
    void carriesEveryDatatypeAsBinary(Datatype datatype) {
        Tensor x = SampleTensors.of(datatype, "x");
        EncodedAnswer request = asRequest(x, true);
        Reply reply =
                client.inferBinary(
                        ToyModels.echoOf(datatype),
                        request.body(),
                        request.jsonLength().orElseThrow());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(outputsAsInputs(reply)).containsExactly(SampleTensors.of(datatype, "y"));
    }

    @ParameterizedTest
    @EnumSource(value = Datatype.class, mode = EnumSource.Mode.EXCLUDE, names = "FP16")
    void carriesEveryDatatypeAsJson(Datatype datatype) {
        Tensor x = SampleTensors.of(datatype, "x");
        String request = new String(asRequest(x, false).body(), StandardCharsets.UTF_8);
        Reply reply = client.infer(ToyModels.echoOf(datatype), request);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(outputsAsInputs(reply)).containsExactly(SampleTensors.of(datatype, "y"));
    }

    @Test
    void nonFiniteValuesAreForModelsThatWantThemAndForBinaryOnly() {
        Tensor nan =
                Tensor.fp64("x", SampleTensors.of(Datatype.FP64, "x").shape(), 1, 2, Double.NaN, 4);
        EncodedAnswer request = asRequest(nan, true);
        int jsonLength = request.jsonLength().orElseThrow();
        Reply refused = client.inferBinary("echo-fp64", request.body(), jsonLength);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).contains("'x'", "NaN", "flat index 2");
        Reply echoed = client.inferBinary("echo-nan", request.body(), jsonLength);
        assertThat(echoed.status()).isEqualTo(200);
        assertThat(outputsAsInputs(echoed).get(0).doubles()).containsExactly(1, 2, Double.NaN, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x|[1,2]|FP64|[1,2]|has datatype FP64; the model takes FP32",
                "x|[2]|FP32|[1,2]|has shape [2]; the model takes [-1,2]",
                "x|[1,3]|FP32|[1,2,3]|has shape [1,3]",
                "x|[0,2]|FP32|[]|is empty",
                "z|[1,2]|FP32|[1,2]|the model has no input 'z'; its inputs: [x]",
                "x|[1,2]|FP32|[1]|asks for 2",
                "x|[1,2]|FP32|[1,NaN]|binary data"
            })
    void answers400WithWhatIsWrong(
            String name, String shape, String datatype, String data, String message) {
        Reply reply =
                client.infer(
                        "scale",
                        "{\"inputs\":[{\"name\":\"%s\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
                                .formatted(name, shape, datatype, data));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.json().properties()).hasSize(1);
        assertThat(reply.error()).contains(message);
    }

    @Test
    void answers400ToInputsMissingOrTwiceAndUnknownOutputs() {
        assertThat(client.infer("scale", "{\"inputs\":[]}").error())
                .isEqualTo("input 'x' is missing");
        String input = "{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}";
        assertThat(client.infer("scale", "{\"inputs\":[" + input + "," + input + "]}").error())
                .contains("given twice");
        Reply output =
                client.infer(
                        "scale", "{\"inputs\":[" + input + "],\"outputs\":[{\"name\":\"w\"}]}");
        assertThat(output.status()).isEqualTo(400);
        assertThat(output.error()).contains("no output 'w'", "[y, version]");
        assertThat(client.infer("scale", "").status()).isEqualTo(400);
    }

    @Test
    void aModelsOwnCheckIs400AndItsFaultIs500WithoutInternals() {
        String request = InferenceClient.request(1, 2);
        Reply refused =
                client.infer(
                        "faulty",
                        request.replaceFirst("\\{", "{\"parameters\":{\"method\":\"none\"},"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).contains("must be one of a, b");
        Reply fault = client.infer("faulty", InferenceClient.request(-1, 2));
        assertThat(fault.status()).isEqualTo(500);
        assertThat(fault.error()).isEqualTo("the model failed to compute this request");
        assertThat(client.infer("faulty", request).status()).isEqualTo(200);
    }

    @Test
    void aModelThatCannotBeLoadedIs503() {
        Reply reply = client.infer("unloadable", InferenceClient.request(1, 2));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.error()).isEqualTo("being repaired");
    }

    @Test
    void answers413ToABodyTooLargeWhetherItSaysSoOrNot() {
        byte[] large = new byte[LibraryProfile.MAX_BODY + 1];
        String path = "/v2/models/scale/infer";
        Reply declared = client.send("POST", path, BodyPublishers.ofByteArray(large));
        Reply chunked =
                client.send(
                        "POST",
                        path,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        for (Reply reply : List.of(declared, chunked)) {
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.error()).contains("larger than 1048576 bytes");
        }
    }

    @Test
    void refusesCompressedBodiesAndAnswersTooLarge() {
        Reply compressed =
                client.send(
                        "POST",
                        "/v2/models/scale/infer",
                        BodyPublishers.ofString("x"),
                        "Content-Encoding",
                        "gzip");
        assertThat(compressed.status()).isEqualTo(415);
        Reply tooLarge = client.infer("echo-fp32", InferenceClient.request(new float[40_000]));
        assertThat(tooLarge.status()).isEqualTo(400);
        assertThat(tooLarge.error()).contains("fewer rows");
    }

    private static EncodedAnswer asRequest(Tensor x, boolean binary) {
        WireRequest wish =
                new WireRequest(Optional.empty(), Parameters.NONE, List.of(), List.of(), binary);
        EncodedAnswer answer =
                new AnswerEncoder("m", "1", 1 << 20)
                        .encode(wish, new Outcome.Answer(List.of(x), Parameters.NONE));
        String parameters = ",\"parameters\":{\"binary_data_output\":" + binary + "}";
        // called inputs, and with the wish for outputs of the same kind, an answer is a request
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        String request =
                text.replaceFirst("\"outputs\"", "\"inputs\"")
                        .replaceFirst("(\"model_version\":\"1\")", "$1" + parameters);
        int longer = request.length() - text.length();
        return new EncodedAnswer(
                request.getBytes(StandardCharsets.ISO_8859_1),
                answer.jsonLength().isPresent()
                        ? OptionalInt.of(answer.jsonLength().getAsInt() + longer)
                        : answer.jsonLength());
    }

    private static List<Tensor> outputsAsInputs(Reply reply) {
        byte[] body =
                new String(reply.body(), StandardCharsets.ISO_8859_1)
                        .replaceFirst("\"outputs\"", "\"inputs\" ")
                        .getBytes(StandardCharsets.ISO_8859_1);
        return RequestDecoder.decode(body, Optional.of(Integer.toString(reply.jsonLength())))
                .inputs();
    }
}

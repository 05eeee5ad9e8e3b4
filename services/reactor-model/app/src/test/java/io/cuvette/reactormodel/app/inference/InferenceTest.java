package io.cuvette.reactormodel.app.inference;

import static io.cuvette.reactormodel.app.testing.Api.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.service.Turns;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Open Inference Protocol on adapted reactors. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class InferenceTest {
    private static final String START = "{\"name\": \"start\", \"datatype\": \"FP64\", \"shape\": ";
    private static final String INPUTS =
            "{\"name\": \"inputs\", \"datatype\": \"FP64\", \"shape\": ";

    private static final String TWO =
            START
                    + "[2, 2], \"data\": [2, 400, 2.5, 290]}, "
                    + INPUTS
                    + "[2, 2], \"data\": [0, 50000, 0.5, 0]}";

    @Inject Turns turns;

    private final Api api = new Api("inferring");
    private String reactor;
    private String id;
    private String model;

    @BeforeEach
    void adapt() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(8, 3)), 201);
        id = ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201).getString("id");
        model = "/v2/models/reactor-" + id;
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private Response infer(String inputs, String more) {
        return api.call().body("{\"inputs\": [" + inputs + "]" + more + "}").post(model + "/infer");
    }

    private static String output(String name, String field) {
        return "outputs.find { it.name == '" + name + "' }." + field;
    }

    @Test
    void saysWhatGoesInAndWhatComesOut() {
        JsonPath metadata = ok(api.call().get(model), 200);

        assertThat(metadata.getString("name")).isEqualTo("reactor-" + id);
        assertThat(metadata.getString("platform")).isEqualTo("cuvette_reactor_model");
        assertThat(metadata.getList("versions")).containsExactly("1");
        assertThat(metadata.getList("inputs.name")).containsExactly("start", "inputs", "timesH");
        assertThat(metadata.getList("inputs[1].shape")).containsExactly(-1, 2);
        assertThat(metadata.getList("outputs.name"))
                .containsExactly(
                        "concentrationKmolPerM3",
                        "temperatureK",
                        "concentrationHalfWidthKmolPerM3",
                        "temperatureHalfWidthK",
                        "calibrated",
                        "insideRegion");
        assertThat(api.call().get(model + "/ready").statusCode()).isEqualTo(200);
        assertThat(api.call().get(model + "/versions/1").statusCode()).isEqualTo(200);
        assertThat(api.call().get(model + "/versions/2").statusCode()).isEqualTo(404);
    }

    @Test
    void predictsRowsAsPredictDoes() {
        String times =
                ", {\"name\": \"timesH\", \"datatype\": \"FP64\", \"shape\": [1, 3],"
                        + " \"data\": [0.001, 0.0033, 0.006]}";
        JsonPath answer =
                ok(infer(TWO + times, ", \"parameters\": {\"level\": 0.5}, \"id\": \"q\""), 200);
        JsonPath predicted =
                ok(
                        api.post(
                                "/adaptations/" + id + ":predict",
                                """
                                {"level": 0.5, "runs": [
                                 {"initialState": {"concentrationKmolPerM3": 2, "temperatureK": 400},
                                  "timesH": [0.001, 0.0033, 0.006],
                                  "inputs": {"values": {"heatDeviationKJPerH": 50000}}},
                                 {"initialState": {"concentrationKmolPerM3": 2.5, "temperatureK": 290},
                                  "timesH": [0.001, 0.0033, 0.006],
                                  "inputs": {"values":
                                    {"feedConcentrationDeviationKmolPerM3": 0.5}}}]}
                                """),
                        200);

        assertThat(answer.getString("id")).isEqualTo("q");
        assertThat(answer.getString("model_version")).isEqualTo("1");
        String[][] names = {
            {"concentrationKmolPerM3", "concentrationsKmolPerM3"},
            {"temperatureK", "temperaturesK"},
            {"concentrationHalfWidthKmolPerM3", "concentrationHalfWidths"},
            {"temperatureHalfWidthK", "temperatureHalfWidths"}
        };
        for (String[] name : names) {
            assertThat(answer.getList(output(name[0], "shape"))).containsExactly(2, 3);
            List<Double> data = answer.getList(output(name[0], "data"), Double.class);
            for (int i = 0; i < 6; i++) {
                assertThat(data.get(i))
                        .isEqualTo(
                                predicted.getDouble(
                                        "runs[%d].prediction.%s[%d]"
                                                .formatted(i / 3, name[1], i % 3)));
            }
        }
        // the times go beyond the window, which every row then leaves, as do the bands
        assertThat(answer.getList(output("calibrated", "data"))).containsExactly(false, false);
        assertThat(predicted.getList("runs.prediction.calibrated")).containsExactly(false, false);
        assertThat(answer.getList(output("insideRegion", "data"))).containsExactly(false, false);
    }

    @Test
    void predictsTheWindowWithoutTimesAndOnlyWhatIsAskedFor() {
        JsonPath answer =
                ok(
                        infer(
                                TWO,
                                ", \"outputs\": [{\"name\": \"insideRegion\"},"
                                        + " {\"name\": \"temperatureK\"}]"),
                        200);

        assertThat(answer.getList("outputs.name")).containsExactly("insideRegion", "temperatureK");
        assertThat(answer.getList(output("temperatureK", "shape"))).containsExactly(2, 10);
        assertThat(answer.getList(output("insideRegion", "data"))).containsExactly(true, false);
        double truth =
                MeasuredTank.truth(2, 400, 0, 50_000)
                        .temperaturesK(io.cuvette.reactormodel.simulation.MeasuredNode.OUTLET)[9];
        assertThat(answer.getList(output("temperatureK", "data"), Double.class).get(9))
                .isCloseTo(truth, within(0.5));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.005, true", "0.99, 0.005, false", "0.5, 0.006, false"})
    void saysWhetherBandsAreCalibratedAsPredictDoes(double level, double until, boolean expected) {
        String times =
                ", {\"name\": \"timesH\", \"datatype\": \"FP64\", \"shape\": [1, 2],"
                        + " \"data\": [0.0013, "
                        + until
                        + "]}";
        JsonPath answer =
                ok(infer(TWO + times, ", \"parameters\": {\"level\": " + level + "}"), 200);
        JsonPath predicted =
                ok(
                        api.post(
                                "/adaptations/" + id + ":predict",
                                """
                                {"level": %s, "runs": [
                                 {"initialState": {"concentrationKmolPerM3": 2, "temperatureK": 400},
                                  "timesH": [0.0013, %s],
                                  "inputs": {"values": {"heatDeviationKJPerH": 50000}}}]}
                                """
                                        .formatted(level, until)),
                        200);

        assertThat(answer.getList(output("calibrated", "shape"))).containsExactly(2);
        assertThat(answer.getList(output("calibrated", "data")))
                .containsExactly(expected, expected);
        assertThat(predicted.getBoolean("runs[0].prediction.calibrated")).isEqualTo(expected);
    }

    @Test
    void takesATurnAsAllThatComputesDoes() {
        TenantId tenant = new TenantId("inferring");
        TenantPermits.Permit one = turns.take(tenant).orElseThrow();
        TenantPermits.Permit other = turns.take(tenant).orElseThrow();
        try {
            Response refused = infer(TWO, "");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.jsonPath().getString("error")).contains("try again in a moment");
        } finally {
            one.close();
            other.close();
        }
        for (int i = 0; i < 5; i++) {
            // a turn that was not given back would be missing
            ok(infer(TWO, ""), 200);
        }
    }

    @Test
    void isItsTenantsAlone() {
        Api stranger = new Api("stranger5");

        for (String path : List.of("", "/ready", "/versions/1")) {
            assertThat(stranger.call().get(model + path).statusCode()).isEqualTo(404);
        }
        Response refused =
                stranger.call().body("{\"inputs\": [" + TWO + "]}").post(model + "/infer");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.jsonPath().getString("error")).contains("no such model");
        assertThat(api.call().get("/v2/models/" + id).statusCode()).isEqualTo(404);
        assertThat(api.delete("/adaptations/" + id).statusCode()).isEqualTo(204);
        assertThat(infer(TWO, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                START + "[1, 2], \"data\": [2, 400]} | input 'inputs' is missing",
                START + "[1, 3], \"data\": [2, 400, 1]} | input 'start' has shape",
                START
                        + "[1, 2], \"data\": [-2, 400]}, "
                        + INPUTS
                        + "[1, 2], \"data\": [0, 0]} | row 0 has concentration -2.0",
                START
                        + "[1, 2], \"data\": [2, 4]}, "
                        + INPUTS
                        + "[1, 2], \"data\": [0, 0]} | row 0 has temperature 4.0",
                START
                        + "[1, 2], \"data\": [2, 400]}, "
                        + INPUTS
                        + "[1, 2], \"data\": [-9, 0]} | row 0 has feedConcentrationDeviationKmolPerM3",
                START
                        + "[1, 2], \"data\": [2, 400]}, "
                        + INPUTS
                        + "[2, 2], \"data\": [0, 0, 0, 0]} | give as many of each",
                START
                        + "[1, 2], \"data\": [1000, 900]}, "
                        + INPUTS
                        + "[1, 2], \"data\": [0, 0]} | row 0 cannot be followed",
                TWO
                        + ", {\"name\": \"timesH\", \"datatype\": \"FP64\", \"shape\": [1, 2], \"data\": [0.002, 0.001]} | times are above 0 and increase",
                TWO
                        + ", {\"name\": \"timesH\", \"datatype\": \"FP64\", \"shape\": [2], \"data\": [0.002, 0.001]} | input 'timesH' has shape",
                TWO
                        + ", {\"name\": \"steam\", \"datatype\": \"FP64\", \"shape\": [1], \"data\": [1]} | no input 'steam'"
            })
    void refusesBadInputInTheProtocolsForm(String inputs, String words) {
        Response response = infer(inputs, "");

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("error")).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"start, 0", "start, 1", "inputs, 0", "timesH, 0"})
    void refusesBinaryNumbersThatAreNone(String input, int at) {
        Response whole = binary("none", 0);
        assertThat(whole.statusCode()).as(whole.asString()).isEqualTo(200);

        Response refused = binary(input, at);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error")).contains("NaN");
        assertThat(refused.asString()).contains(input);
    }

    /** A row as the binary extension sends it, with one value of an input that is no number. */
    private Response binary(String input, int at) {
        Map<String, double[]> tensors = new LinkedHashMap<>();
        tensors.put("start", new double[] {2, 400});
        tensors.put("inputs", new double[] {0, 50_000});
        tensors.put("timesH", new double[] {0.001, 0.002});
        ByteBuffer data = ByteBuffer.allocate(3 * 16).order(ByteOrder.LITTLE_ENDIAN);
        List<String> heads = new ArrayList<>();
        tensors.forEach(
                (name, values) -> {
                    if (name.equals(input)) {
                        values[at] = Double.NaN;
                    }
                    data.putDouble(values[0]).putDouble(values[1]);
                    heads.add(
                            "{\"name\": \"%s\", \"datatype\": \"FP64\", \"shape\": [1, 2], \"parameters\": {\"binary_data_size\": 16}}"
                                    .formatted(name));
                });
        byte[] header = ("{\"inputs\": [" + String.join(", ", heads) + "]}").getBytes(UTF_8);
        byte[] body =
                ByteBuffer.allocate(header.length + data.capacity())
                        .put(header)
                        .put(data.array())
                        .array();
        return api.call()
                .contentType("application/octet-stream")
                .header("Inference-Header-Content-Length", header.length)
                .body(body)
                .post(model + "/infer");
    }

    @Test
    void boundsLevelsAndAnswers() {
        assertThat(infer(TWO, ", \"parameters\": {\"level\": 1}").statusCode()).isEqualTo(400);
        Response fine = infer(TWO + times(700), "");
        assertThat(fine.statusCode()).isEqualTo(400);
        assertThat(fine.jsonPath().getString("error")).contains("allowed are 500 up to");

        String three =
                START
                        + "[3, 2], \"data\": [2, 400, 2.5, 290, 2, 390]}, "
                        + INPUTS
                        + "[3, 2], \"data\": [0, 50000, 0.5, 0, 0, 0]}";
        Response large = infer(three + times(450), "");
        assertThat(large.statusCode()).isEqualTo(400);
        assertThat(large.jsonPath().getString("error")).contains("5400 numbers");
    }

    private static String times(int count) {
        StringBuilder times = new StringBuilder("0.00001");
        for (int i = 2; i <= count; i++) {
            times.append(", ").append(i * 1e-5);
        }
        return ", {\"name\": \"timesH\", \"datatype\": \"FP64\", \"shape\": [1, "
                + count
                + "], \"data\": ["
                + times
                + "]}";
    }
}

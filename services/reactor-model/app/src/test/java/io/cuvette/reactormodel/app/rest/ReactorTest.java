package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.CSTR;
import static io.cuvette.reactormodel.app.testing.Api.ROOT;
import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class ReactorTest {
    private final Api api = new Api("acme");

    @Test
    void listsTypesWithParametersUnitsAndRanges() {
        JsonPath types = ok(api.get("/reactor-types"), 200);

        assertThat(types.getList("items.type")).containsExactly("cstr", "batch", "plug_flow");
        JsonPath volume = types.setRootPath("items[0].parameters.find { it.name == 'volumeM3' }");
        assertThat(volume.getString("unit")).isEqualTo("m3");
        assertThat(volume.getList("units")).contains("m3", "L");
        assertThat(volume.getDouble("lowest")).isEqualTo(1e-6);
        assertThat(volume.getDouble("nominal")).isEqualTo(1);
        JsonPath inputs = ok(api.get("/reactor-types"), 200);
        assertThat(inputs.getList("items[2].inputs.name"))
                .containsExactly(
                        "jacketTemperatureDeviationK",
                        "inletConcentrationKmolPerM3",
                        "inletTemperatureK");
        assertThat(inputs.getList("items[1].inputs[0].units")).contains("kJ/h", "kW");
    }

    @Test
    void completesANominalDeclarationOnlyWhenAskedTo() {
        JsonPath made = ok(api.post("/reactors", CSTR), 201);

        assertThat(made.getString("type")).isEqualTo("cstr");
        assertThat(made.getDouble("parameters.flowM3PerH")).isEqualTo(5);
        assertThat(made.getDouble("parameters.preExponentialFactor")).isEqualTo(8.46e6);
        assertThat(made.getDouble("parameters.heatLossKJPerHourK")).isZero();
        assertThat(made.getDouble("region.windowH")).isEqualTo(0.005);
        assertThat(made.getDouble("region.inputs.heatDeviationKJPerH.high")).isEqualTo(5e5);

        Map<String, String> missing =
                findings(
                        api.post(
                                "/reactors",
                                """
                                {"name": "bare", "type": "cstr", "parameters": {"volumeM3": 2}}
                                """),
                        400);
        assertThat(missing)
                .containsKeys("parameters.flowM3PerH", "parameters.preExponentialFactor")
                .doesNotContainKey("parameters.volumeM3")
                .doesNotContainKey("parameters.heatLossKJPerHourK");
        assertThat(missing.get("parameters.flowM3PerH")).contains("m3/h").contains("basedOn");
    }

    @Test
    void convertsUnitsOnTheWayIn() {
        JsonPath made =
                ok(
                        api.post(
                                "/reactors",
                                """
                                {"name": "in litres", "type": "cstr", "basedOn": "nominal",
                                 "parameters": {"volumeM3": 1500, "feedTemperatureK": 25,
                                                "steadyHeatKJPerH": 10, "flowM3PerH": 60},
                                 "units": {"volumeM3": "L", "feedTemperatureK": "C",
                                           "steadyHeatKJPerH": "kW", "flowM3PerH": "L/min",
                                           "preExponentialFactor": "(L/mol)^(n-1)/s",
                                           "heatDeviationKJPerH": "kW", "windowH": "s"},
                                 "unknown": [{"parameter": "preExponentialFactor",
                                              "expected": 2350, "relativeDeviation": 0.2}],
                                 "region": {"windowH": 18,
                                            "inputs": {"heatDeviationKJPerH":
                                                       {"low": -100, "high": 100}}}}
                                """),
                        201);

        assertThat(made.getDouble("parameters.volumeM3")).isEqualTo(1.5);
        assertThat(made.getDouble("parameters.feedTemperatureK")).isEqualTo(298.15);
        assertThat(made.getDouble("parameters.steadyHeatKJPerH")).isEqualTo(36_000);
        assertThat(made.getDouble("parameters.flowM3PerH")).isCloseTo(3.6, within(1e-9));
        assertThat(made.getDouble("unknown[0].expected")).isEqualTo(2350 * 3600.0);
        assertThat(made.getDouble("region.windowH")).isCloseTo(0.005, within(1e-12));
        assertThat(made.getDouble("region.inputs.heatDeviationKJPerH.low")).isEqualTo(-360_000);
        assertThat(made.getMap("parameters")).doesNotContainKey("preExponentialFactor");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Map<String, String> wrong =
                findings(
                        api.post(
                                "/reactors",
                                """
                                {"name": "wrong", "type": "plug_flow", "basedOn": "wishes",
                                 "nodes": 1, "measuredNode": "middle",
                                 "parameters": {"velocityMPerH": -2, "lengthM": 1e9,
                                                "volumeM3": 1, "densityKgPerM3": "NaN",
                                                "jacketTemperatureK": 20},
                                 "units": {"lengthM": "furlong", "colour": "red",
                                           "jacketTemperatureK": "C"},
                                 "unknown": [{"parameter": "colour", "expected": 1,
                                              "relativeDeviation": 0.1},
                                             {"parameter": "preExponentialFactor",
                                              "expected": -1, "relativeDeviation": 0},
                                             {"parameter": "lengthM", "expected": 2,
                                              "relativeDeviation": 0.1},
                                             {}],
                                 "region": {"windowH": -1,
                                            "startTemperatureK": {"low": 500, "high": 300},
                                            "inputs": {"wind": {"low": 0, "high": 1},
                                                       "inletConcentrationKmolPerM3":
                                                       {"low": -1}}}}
                                """),
                        400);

        assertThat(wrong.keySet())
                .contains(
                        "basedOn",
                        "nodes",
                        "measuredNode",
                        "parameters.velocityMPerH",
                        "parameters.lengthM",
                        "parameters.volumeM3",
                        "parameters.densityKgPerM3",
                        "units.lengthM",
                        "units.colour",
                        "unknown[0].parameter",
                        "unknown[1].expected",
                        "unknown[1].relativeDeviation",
                        "unknown[2]",
                        "unknown[3].parameter",
                        "unknown[3].expected",
                        "unknown[3].relativeDeviation",
                        "region.windowH",
                        "region.startTemperatureK",
                        "region.inputs.wind",
                        "region.inputs.inletConcentrationKmolPerM3.low")
                .doesNotContain("parameters.jacketTemperatureK");
        assertThat(wrong.get("units.lengthM")).isEqualTo("is 'furlong'; allowed are m, cm, mm");
        assertThat(wrong.get("parameters.velocityMPerH"))
                .isEqualTo("is -2.0; allowed is 1.0E-6 to 1000000.0 m/h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": \"a\"}",
                "{\"name\": \" \", \"type\": \"cstr\", \"basedOn\": \"nominal\"}",
                "{\"name\": \"a\", \"type\": \"teapot\"}",
                "{\"name\": \"a\", \"type\": \"cstr\", \"color\": 1}",
                "{\"name\": \"a\", \"type\": \"cstr\", \"parameters\": {\"volumeM3\": \"big\"}}",
                "{\"name\": \"a\", \"type\": \"cstr\", \"parameters\": [1]}",
                "{\"name\": \"a\", \"type\": \"cstr\", \"unknown\": [null]}",
                "{\"name\": \"a\", \"type\": \"batch\", \"basedOn\": \"nominal\", \"nodes\": 5}",
                "[]",
                "nothing"
            })
    void refusesWhatIsNoDeclaration(String body) {
        assertThat(code(api.post("/reactors", body), 400))
                .isIn("INVALID_REQUEST", "MALFORMED_JSON");
    }

    @Test
    void changesOnlyWhatWasRead() {
        String id = api.reactor(CSTR);
        Response read = api.get("/reactors/" + id);
        String tag = read.header("ETag");
        String changed = CSTR.replace("pilot tank", "renamed");

        assertThat(tag).isEqualTo("\"v1\"");
        assertThat(code(api.put("/reactors/" + id, null, changed), 428))
                .isEqualTo("PRECONDITION_REQUIRED");
        Response put = api.put("/reactors/" + id, tag, changed);
        assertThat(ok(put, 200).getString("name")).isEqualTo("renamed");
        assertThat(put.header("ETag")).isEqualTo("\"v2\"");
        assertThat(code(api.put("/reactors/" + id, tag, changed), 412))
                .isEqualTo("PRECONDITION_FAILED");
        assertThat(findings(api.put("/reactors/" + id, "\"v2\"", Api.TUBE), 400))
                .containsKey("type");
        assertThat(code(api.call().header("If-Match", tag).delete(ROOT + "/reactors/" + id), 412))
                .isEqualTo("PRECONDITION_FAILED");
        assertThat(api.delete("/reactors/" + id).statusCode()).isEqualTo(204);
        assertThat(code(api.get("/reactors/" + id), 404)).isEqualTo("NOT_FOUND");
    }

    @Test
    void declaresOncePerKey() {
        Api other = new Api("keyed");
        Response first =
                other.call().header("Idempotency-Key", "k1").body(CSTR).post(ROOT + "/reactors");
        Response again =
                other.call().header("Idempotency-Key", "k1").body(CSTR).post(ROOT + "/reactors");

        assertThat(ok(again, 201).getString("id")).isEqualTo(ok(first, 201).getString("id"));
        assertThat(first.header("Location"))
                .isEqualTo(ROOT + "/reactors/" + first.jsonPath().getString("id"));
        assertThat(
                        code(
                                other.call()
                                        .header("Idempotency-Key", "k1")
                                        .body(Api.TUBE)
                                        .post(ROOT + "/reactors"),
                                422))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(ok(other.get("/reactors"), 200).getList("items")).hasSize(1);
    }

    @Test
    void listsByPagesAndBoundsTheirNumber() {
        Api full = new Api("full");
        for (int i = 0; i < 20; i++) {
            full.reactor(CSTR);
        }

        assertThat(code(full.post("/reactors", CSTR), 429)).isEqualTo("TOO_MANY_REQUESTS");
        JsonPath page = ok(full.get("/reactors?pageSize=15"), 200);
        assertThat(page.getList("items")).hasSize(15);
        JsonPath rest =
                ok(
                        full.get(
                                "/reactors?pageSize=15&pageToken="
                                        + page.getString("nextPageToken")),
                        200);
        assertThat(rest.getList("items")).hasSize(5);
        List<String> ids = page.getList("items.id");
        assertThat(rest.<String>getList("items.id")).doesNotContainAnyElementsOf(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "acme2"})
    void showsAnotherTenantNothing(String tenant) {
        String id = api.reactor(CSTR);
        Api stranger = new Api(tenant);

        assertThat(code(stranger.get("/reactors/" + id), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.put("/reactors/" + id, "\"v1\"", CSTR), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(stranger.delete("/reactors/" + id), 404)).isEqualTo("NOT_FOUND");
        assertThat(
                        code(
                                stranger.post(
                                        "/reactors/" + id + ":simulate",
                                        "{\"run\": {\"timesH\": [1]}}"),
                                404))
                .isEqualTo("NOT_FOUND");
        assertThat(
                        code(
                                stranger.post(
                                        "/reactors/" + id + ":sensitivity",
                                        "{\"run\": {\"timesH\": [1]}}"),
                                404))
                .isEqualTo("NOT_FOUND");
        assertThat(ok(stranger.get("/reactors"), 200).getList("items.id")).doesNotContain(id);
        api.delete("/reactors/" + id);
    }
}

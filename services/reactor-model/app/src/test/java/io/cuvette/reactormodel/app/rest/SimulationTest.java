package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.CSTR;
import static io.cuvette.reactormodel.app.testing.Api.ROOT;
import static io.cuvette.reactormodel.app.testing.Api.TUBE;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class SimulationTest {
    private final Api api = new Api("simulating");
    private String tank;
    private String tube;

    @BeforeEach
    void declare() {
        tank = "/reactors/" + api.reactor(CSTR);
        tube = "/reactors/" + api.reactor(TUBE);
    }

    @AfterEach
    void forget() {
        api.delete(tank);
        api.delete(tube);
    }

    private static String run(String more) {
        return """
                {"run": {"initialState": {"concentrationKmolPerM3": 1.95, "temperatureK": 402},
                         "timesH": [0.001, 0.005]%s}}
                """
                .formatted(more);
    }

    @Test
    void staysInTheSteadyStateOfThePaper() {
        JsonPath answer = ok(api.post(tank + ":simulate", run("")), 200);

        // 402.0 K and 1.950 kmol/m3, as the paper rounds them
        assertThat(answer.getDouble("temperaturesK[1]")).isCloseTo(402, within(0.05));
        assertThat(answer.getDouble("concentrationsKmolPerM3[1]")).isCloseTo(1.95, within(2e-3));
        assertThat(answer.getBoolean("insideRegion")).isTrue();
        assertThat(answer.getLong("reactorRevision")).isEqualTo(1);
    }

    @Test
    void takesUnitsAndPiecewiseInputs() {
        JsonPath hourly =
                ok(
                        api.post(
                                tank + ":simulate",
                                run(
                                        """
                                        , "inputs": [{"values": {"heatDeviationKJPerH": 36000}},
                                                     {"fromH": 0.002, "values":
                                                      {"heatDeviationKJPerH": -72000}}]
                                        """)),
                        200);
        JsonPath inOtherUnits =
                ok(
                        api.post(
                                tank + ":simulate",
                                """
                                {"run": {"initialState": {"concentrationKmolPerM3": 1950,
                                                          "temperatureK": 128.85},
                                         "timesH": [3.6, 18],
                                         "inputs": [{"values": {"heatDeviationKJPerH": 10}},
                                                    {"fromH": 7.2, "values":
                                                     {"heatDeviationKJPerH": -20}}]},
                                 "units": {"timesH": "s", "fromH": "s", "temperatureK": "C",
                                           "concentrationKmolPerM3": "mol/m3",
                                           "heatDeviationKJPerH": "kW"}}
                                """),
                        200);

        for (int i = 0; i < 2; i++) {
            assertThat(inOtherUnits.getDouble("temperaturesK[" + i + "]"))
                    .isCloseTo(hourly.getDouble("temperaturesK[" + i + "]"), within(1e-6));
        }
        // Q/(rho Cp V) t: 0.156 K more after 0.001 h
        assertThat(hourly.getDouble("temperaturesK[0]")).isCloseTo(402.156, within(0.05));
        assertThat(hourly.getDouble("temperaturesK[1]")).isLessThan(402);
    }

    @Test
    void flagsWhatLiesOutsideOfTheRegion() {
        JsonPath answer =
                ok(
                        api.post(
                                tank + ":simulate",
                                """
                                {"run": {"initialState": {"concentrationKmolPerM3": 1,
                                                          "temperatureK": 290},
                                         "timesH": [0.01],
                                         "inputs": {"values": {"heatDeviationKJPerH": 9e5}}}}
                                """),
                        200);

        assertThat(answer.getBoolean("insideRegion")).isFalse();
        assertThat(answer.getList("outside"))
                .containsExactly("startTemperatureK", "heatDeviationKJPerH", "horizon");
    }

    @Test
    void answersTheProfileOfATubeAndTables() {
        String body =
                """
                {"profile": true,
                 "run": {"timesH": [0.05, 0.1],
                         "inputs": {"values": {"jacketTemperatureDeviationK": 100,
                                               "inletConcentrationKmolPerM3": 1,
                                               "inletTemperatureK": 350}}}}
                """;
        JsonPath answer = ok(api.post(tube + ":simulate", body), 200);

        assertThat(answer.getList("profile.positionsM")).hasSize(9);
        assertThat(answer.getDouble("profile.positionsM[8]")).isCloseTo(1, within(1e-12));
        assertThat(answer.getDouble("profile.temperaturesK[1][8]"))
                .isEqualTo(answer.getDouble("temperaturesK[1]"));
        assertThat(answer.getString("measuredNode")).isEqualTo("outlet");

        Response table = api.call().accept("text/csv").body(body).post(ROOT + tube + ":simulate");
        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(table.contentType()).startsWith("text/csv");
        List<String> lines = table.asString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("timeH,positionM,concentrationKmolPerM3,temperatureK");
        assertThat(lines).hasSize(19);
        assertThat(Double.parseDouble(lines.get(18).split(",")[3]))
                .isCloseTo(answer.getDouble("temperaturesK[1]"), within(1e-4));
    }

    @Test
    void tellsWhyARunCannotBeFollowed() {
        // 1000 kmol/m3 heat themselves by 50,000 K
        Response answer =
                api.post(
                        tank + ":simulate",
                        """
                        {"run": {"initialState": {"concentrationKmolPerM3": 1000,
                                                  "temperatureK": 900},
                                 "timesH": [0.005]}}
                        """);

        assertThat(findings(answer, 422).get("run"))
                .contains("stopped after")
                .contains("runs away");
        assertThat(answer.jsonPath().getString("errors[0].code")).isEqualTo("RUNAWAY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | run",
                "{\"run\": {}} | run.timesH",
                "{\"run\": {\"timesH\": [1]}} | run.initialState",
                "{\"run\": {\"timesH\": [0], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}}} | run.timesH[0]",
                "{\"run\": {\"timesH\": [2, 1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}}} | run.timesH[1]",
                "{\"run\": {\"timesH\": [\"NaN\"], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}}} | run.timesH[0]",
                "{\"run\": {\"timesH\": [1, null], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}}} | run.timesH[1]",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": -1, \"temperatureK\": 400}}} | run.initialState.concentrationKmolPerM3[0]",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": -4}}} | run.initialState.temperatureK[0]",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": [1, 1], \"temperatureK\": [400]}}} | run.initialState",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": [1, 1], \"temperatureK\": [400, 400]}}} | run.initialState",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"temperatureK\": 400}}} | run.initialState.concentrationKmolPerM3",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}, \"inputs\": {\"values\": {\"steam\": 1}}}} | run.inputs[0].values.steam",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}, \"inputs\": {\"values\": {\"heatDeviationKJPerH\": \"Infinity\"}}}} | run.inputs[0].values.heatDeviationKJPerH",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}, \"inputs\": {\"values\": {\"feedConcentrationDeviationKmolPerM3\": -5}}}} | run.inputs[0].values.feedConcentrationDeviationKmolPerM3",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}, \"inputs\": {\"fromH\": 1, \"values\": {}}}} | run.inputs[0].fromH",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}, \"inputs\": [{}, {\"values\": {}}]}} | run.inputs[1].fromH",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}, \"inputs\": [{}, {\"fromH\": 0}]}} | run.inputs[1].fromH",
                "{\"run\": {\"timesH\": [1], \"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 400}}, \"units\": {\"timesH\": \"fortnight\"}} | units.timesH"
            })
    void refusesRunsThatCannotBeMeant(String body, String field) {
        assertThat(findings(api.post(tank + ":simulate", body), 400)).containsKey(field);
        assertThat(findings(api.post(tank + ":sensitivity", body), 400)).containsKey(field);
    }

    @Test
    void wantsAllInputsOfATubeThatAreNoDeviations() {
        assertThat(findings(api.post(tube + ":simulate", "{\"run\": {\"timesH\": [0.1]}}"), 400))
                .containsOnlyKeys(
                        "run.inputs.values.inletConcentrationKmolPerM3",
                        "run.inputs.values.inletTemperatureK");
    }

    @Test
    void boundsTimesSegmentsAndAnswers() {
        StringBuilder times = new StringBuilder("0.0001");
        for (int i = 2; i <= 501; i++) {
            times.append(',').append(i * 1e-4);
        }
        String many = run("").replace("0.001, 0.005", times);
        assertThat(findings(api.post(tank + ":simulate", many), 400).get("run.timesH"))
                .isEqualTo("has 501 times; allowed are 500");

        String values =
                "{\"jacketTemperatureDeviationK\": 100, \"inletConcentrationKmolPerM3\": 1,"
                        + " \"inletTemperatureK\": 350}";
        String fewer = times.substring(0, times.lastIndexOf(","));
        assertThat(
                        code(
                                api.post(
                                        tube + ":simulate",
                                        "{\"profile\": true, \"run\": {\"timesH\": ["
                                                + fewer
                                                + "], \"inputs\": {\"values\": "
                                                + values
                                                + "}}}"),
                                422))
                .isEqualTo("UNPROCESSABLE");
    }

    @Test
    void derivesByInputsStateAndKinetics() {
        String body = run("").strip();
        JsonPath answer =
                ok(
                        api.post(
                                tank + ":sensitivity",
                                body.substring(0, body.length() - 1)
                                        + ", \"by\": [\"inputs\", \"initial_state\","
                                        + " \"kinetics\"]}"),
                        200);
        List<Map<String, Object>> all = answer.getList("derivatives");

        assertThat(all).hasSize(7);
        assertThat(answer.getList("derivatives.quantity"))
                .containsExactly(
                        "feedConcentrationDeviationKmolPerM3",
                        "heatDeviationKJPerH",
                        "concentrationKmolPerM3",
                        "temperatureK",
                        "lnRateConstant",
                        "activationEnergyKJPerKmol",
                        "reactionEnthalpyKJPerKmol");
        // dT/dQ is t/(rho Cp V) to first order; the reaction adds a little
        assertThat(answer.getDouble("derivatives[1].ofTemperature[0]"))
                .isCloseTo(0.001 / 231, within(0.02 * 0.001 / 231));

        double up = at(402.5);
        double down = at(401.5);
        assertThat(answer.getDouble("derivatives[3].ofTemperature[1]"))
                .isCloseTo(up - down, within(1e-4));
    }

    private double at(double start) {
        return ok(api.post(tank + ":simulate", run("").replace("402", "" + start)), 200)
                .getDouble("temperaturesK[1]");
    }

    @Test
    void boundsWhatIsDerived() {
        StringBuilder segments = new StringBuilder("{}");
        for (int i = 1; i < 40; i++) {
            segments.append(",{\"fromH\": ").append(i * 1e-5).append("}");
        }
        assertThat(
                        code(
                                api.post(
                                        tank + ":sensitivity",
                                        run(", \"inputs\": [" + segments + "]")),
                                422))
                .isEqualTo("UNPROCESSABLE");
        String body = run("").strip();
        assertThat(
                        findings(
                                api.post(
                                        tank + ":sensitivity",
                                        body.substring(0, body.length() - 1)
                                                + ", \"by\": [\"wind\", null],"
                                                + " \"referenceTemperatureK\": -3}"),
                                400))
                .containsKeys("by[0]", "by[1]", "referenceTemperatureK");
    }
}

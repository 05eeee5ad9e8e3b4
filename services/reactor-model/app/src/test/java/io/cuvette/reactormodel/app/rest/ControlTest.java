package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class ControlTest {
    private static final String HEAT = "heatDeviationKJPerH";
    private static final String FEED = "feedConcentrationDeviationKmolPerM3";

    private static final String STATE =
            "\"initialState\": {\"concentrationKmolPerM3\": 2.5, \"temperatureK\": 380}";

    private static final String GOAL =
            "\"goal\": {\"temperatureK\": 402, \"concentrationKmolPerM3\": 1.95}";

    private final Api api = new Api("steering");
    private String reactor;
    private String path;

    @BeforeEach
    void adapt() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        path = adapted(reactor, MeasuredTank.csv(8, 3)) + ":mpc";
    }

    private String adapted(String to, byte[] runs) {
        ok(api.send(to, "text/csv", runs), 201);
        return "/adaptations/"
                + ok(api.post("/reactors/" + to + "/adaptations", "{}"), 201).getString("id");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private JsonPath plan(String... parts) {
        return ok(api.post(path, "{" + String.join(", ", parts) + "}"), 200);
    }

    private static List<Map<String, Float>> steps(JsonPath plan) {
        return plan.getList("inputs.values");
    }

    @Test
    void plansInputsThatBringTheReactorWhereItIsWanted() {
        JsonPath plan =
                plan(STATE, GOAL, "\"steps\": 10", "\"limits\": {\"maximumTemperatureK\": 403}");

        assertThat(plan.getBoolean("feasible")).isTrue();
        assertThat(plan.getBoolean("converged")).isTrue();
        assertThat(plan.getInt("iterations")).isBetween(1, 60);
        assertThat(plan.getDouble("cost")).isLessThan(0.8 * plan.getDouble("costOfHolding"));
        assertThat(plan.getBoolean("insideRegion")).isTrue();
        assertThat(plan.getList("outside")).hasSize(10).allMatch(List.of()::equals);
        assertThat(plan.getList("inputs.fromH", Double.class)).hasSize(10).startsWith(0.0);
        assertThat(plan.getDouble("inputs[1].fromH")).isCloseTo(0.005, within(1e-12));
        for (Map<String, Float> step : steps(plan)) {
            assertThat(step.get(FEED)).isBetween(-3.5f, 3.5f);
            assertThat(step.get(HEAT)).isBetween(-5e5f, 5e5f);
        }
        assertThat(plan.getDouble("predicted.temperaturesK[39]")).isCloseTo(402, within(0.5));
        assertThat(plan.getList("predicted.hottestK", Double.class))
                .hasSize(40)
                .allMatch(t -> t < 403.002);
    }

    @Test
    void predictsWhatARollOutOfTheInputsAnswers() {
        JsonPath plan = plan(STATE, GOAL, "\"steps\": 3", "\"stepH\": 0.004");
        StringBuilder windows = new StringBuilder();
        for (Map<String, Float> step : steps(plan)) {
            windows.append(windows.isEmpty() ? "" : ", ")
                    .append("{\"inputs\": {\"values\": {\"" + HEAT + "\": ")
                    .append(step.get(HEAT))
                    .append(", \"" + FEED + "\": ")
                    .append(step.get(FEED))
                    .append("}}}");
        }
        JsonPath rollout =
                ok(
                        api.post(
                                path.replace(":mpc", ":rollout"),
                                "{%s, \"windowH\": 0.004, \"points\": 4, \"windows\": [%s]}"
                                        .formatted(STATE, windows)),
                        200);

        List<Double> rolled = rollout.getList("temperaturesK", Double.class);
        for (int i = 0; i < 12; i++) {
            // inputs are read here in single precision
            assertThat(plan.getDouble("predicted.temperaturesK[" + i + "]"))
                    .isCloseTo(rolled.get(i), within(1e-2));
        }
    }

    @Test
    void keepsRangesAndRatesFromTheInputsInForce() {
        JsonPath plan =
                plan(
                        STATE,
                        GOAL,
                        "\"steps\": 6",
                        "\"inputsInForce\": {\"" + HEAT + "\": 10000}",
                        "\"limits\": {\"inputs\": {\""
                                + FEED
                                + "\": {\"low\": 0, \"high\": 0.5}},"
                                + " \"mostChangePerH\": {\""
                                + HEAT
                                + "\": 4000000}}");

        double before = 10_000;
        for (Map<String, Float> step : steps(plan)) {
            assertThat(step.get(FEED)).isBetween(0f, 0.5f);
            assertThat(Math.abs(step.get(HEAT) - before)).isLessThan(20_000 * (1 + 1e-4));
            before = step.get(HEAT);
        }
        assertThat(plan.getBoolean("feasible")).isTrue();
        assertThat(plan.getDouble("changeViolation")).isZero();
    }

    @Test
    void saysByHowMuchLimitsThatCannotBeKeptAreViolated() {
        JsonPath plan =
                plan(STATE, GOAL, "\"steps\": 4", "\"limits\": {\"maximumTemperatureK\": 330}");

        assertThat(plan.getBoolean("feasible")).isFalse();
        assertThat(plan.getDouble("temperatureViolationK")).isGreaterThan(10);
    }

    @Test
    void flagsStepsThatLeaveTheRegion() {
        JsonPath plan =
                plan(
                        "\"initialState\": {\"concentrationKmolPerM3\": 2.5, \"temperatureK\": 299}",
                        GOAL,
                        "\"steps\": 2");

        assertThat(plan.getBoolean("insideRegion")).isFalse();
        assertThat(plan.getList("outside[0]")).containsExactly("startTemperatureK");
    }

    @Test
    void takesOtherUnitsAndAnswersTheSameTwice() {
        String limits = "\"limits\": {\"maximumTemperatureK\": %s, \"mostChangePerH\": {\"" + HEAT;
        JsonPath own =
                plan(STATE, GOAL, "\"steps\": 3", limits.formatted("403.15") + "\": 3.6e6}}");
        JsonPath again =
                plan(STATE, GOAL, "\"steps\": 3", limits.formatted("403.15") + "\": 3.6e6}}");
        JsonPath other =
                plan(
                        "\"initialState\": {\"concentrationKmolPerM3\": 2.5,"
                                + " \"temperatureK\": 106.85}",
                        "\"goal\": {\"temperatureK\": 128.85, \"concentrationKmolPerM3\": 1.95}",
                        "\"steps\": 3",
                        "\"stepH\": 18",
                        limits.formatted("130") + "\": 1000}}",
                        "\"units\": {\"temperatureK\": \"C\", \"maximumTemperatureK\": \"C\","
                                + " \"stepH\": \"s\", \""
                                + HEAT
                                + "\": \"kW\"}");

        assertThat(again.getMap("")).isEqualTo(own.getMap(""));
        assertThat(other.getDouble("cost")).isCloseTo(own.getDouble("cost"), within(1e-6));
    }

    @Test
    void plansTubesAndBoundsTheirWork() {
        String tube = api.reactor(Api.TUBE);
        String of =
                adapted(
                                tube,
                                """
                                run,timeH,concentrationKmolPerM3,temperatureK,jacketTemperatureDeviationK,inletConcentrationKmolPerM3,inletTemperatureK
                                a,0,,,40,1.5,350
                                a,0.05,0.4,340,,,
                                a,0.1,0.6,345,,,
                                """
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + ":mpc";
        String inlet =
                "\"inputsInForce\": {\"inletConcentrationKmolPerM3\": 1.5,"
                        + " \"inletTemperatureK\": 350}";
        JsonPath plan =
                ok(
                        api.post(
                                of,
                                "{\"goal\": {\"temperatureK\": 380}, \"steps\": 4, %s}"
                                        .formatted(inlet)),
                        200);

        assertThat(plan.getDouble("cost")).isLessThan(plan.getDouble("costOfHolding"));
        assertThat(findings(api.post(of, "{\"goal\": {\"temperatureK\": 380}, \"steps\": 4}"), 400))
                .containsKey("inputsInForce.inletTemperatureK");
        api.delete("/reactors/" + tube);

        String fine = api.reactor(Api.TUBE.replace("\"name\"", "\"nodes\": 101, \"name\""));
        String ofFine =
                adapted(
                                fine,
                                """
                                run,timeH,concentrationKmolPerM3,temperatureK,jacketTemperatureDeviationK,inletConcentrationKmolPerM3,inletTemperatureK
                                a,0,,,40,1.5,350
                                a,0.1,0.6,345,,,
                                """
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + ":mpc";
        assertThat(
                        code(
                                api.post(
                                        ofFine,
                                        "{\"goal\": {\"temperatureK\": 380}, \"steps\": 60, %s}"
                                                .formatted(inlet)),
                                422))
                .isEqualTo("UNPROCESSABLE");
        api.delete("/reactors/" + fine);
    }

    @Test
    void isItsTenantsAlone() {
        String body = "{%s, %s, \"steps\": 2}".formatted(STATE, GOAL);

        assertThat(code(new Api("stranger3").post(path, body), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(api.post("/adaptations/none:mpc", body), 404)).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | initialState",
                "{} | steps",
                "{} | goal",
                "{\"initialState\": {\"temperatureK\": 400}} | initialState.concentrationKmolPerM3",
                "{\"initialState\": {\"concentrationKmolPerM3\": -1, \"temperatureK\": 400}} | initialState.concentrationKmolPerM3[0]",
                "{\"initialState\": {\"concentrationKmolPerM3\": \"NaN\", \"temperatureK\": 400}} | initialState.concentrationKmolPerM3[0]",
                "{\"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": [\"NaN\"]}} | initialState.temperatureK[0]",
                "{\"steps\": 0} | steps",
                "{\"steps\": 61} | steps",
                "{\"stepH\": 0} | stepH",
                "{\"stepH\": \"NaN\"} | stepH",
                "{\"stepH\": 0.006} | stepH",
                "{\"goal\": {}} | goal",
                "{\"goal\": {\"temperatureK\": 4}} | goal.temperatureK",
                "{\"goal\": {\"temperatureK\": 400, \"temperatureWeight\": 0}} | goal.temperatureWeight",
                "{\"goal\": {\"temperatureK\": 400, \"concentrationWeight\": 1}} | goal.concentrationWeight",
                "{\"goal\": {\"concentrationKmolPerM3\": -2}} | goal.concentrationKmolPerM3",
                "{\"goal\": {\"temperatureK\": 400, \"moveWeight\": -1}} | goal.moveWeight",
                "{\"inputsInForce\": {\"steam\": 1}} | inputsInForce.steam",
                "{\"inputsInForce\": {\"heatDeviationKJPerH\": \"Infinity\"}} | inputsInForce.heatDeviationKJPerH",
                "{\"limits\": {\"inputs\": {\"steam\": {}}}} | limits.inputs.steam",
                "{\"limits\": {\"inputs\": {\"heatDeviationKJPerH\": {\"low\": -6e5}}}} | limits.inputs.heatDeviationKJPerH.low",
                "{\"limits\": {\"inputs\": {\"heatDeviationKJPerH\": {\"low\": 5, \"high\": 4}}}} | limits.inputs.heatDeviationKJPerH",
                "{\"limits\": {\"mostChangePerH\": {\"steam\": 1}}} | limits.mostChangePerH.steam",
                "{\"limits\": {\"mostChangePerH\": {\"heatDeviationKJPerH\": 0}}} | limits.mostChangePerH.heatDeviationKJPerH",
                "{\"limits\": {\"mostChangePerH\": {\"heatDeviationKJPerH\": null}}} | limits.mostChangePerH.heatDeviationKJPerH",
                "{\"limits\": {\"minimumTemperatureK\": 400, \"maximumTemperatureK\": 390}} | limits.minimumTemperatureK",
                "{\"limits\": {\"maximumTemperatureK\": \"NaN\"}} | limits.maximumTemperatureK",
                "{\"units\": {\"stepH\": \"year\"}} | units.stepH"
            })
    void refusesBadInputByField(String body, String field) {
        assertThat(findings(api.post(path, body), 400)).containsKey(field);
    }
}

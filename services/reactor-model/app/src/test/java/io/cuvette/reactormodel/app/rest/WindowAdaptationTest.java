package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.MeasuredTube;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paper's network as the method of an adaptation. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class WindowAdaptationTest {
    private static final String STATE = "{\"concentrationKmolPerM3\": 2, \"temperatureK\": 400}";
    private static final String HELD =
            "{\"initialState\": " + STATE + ", \"timesH\": [0.001, 0.0042]}";
    private static final String CHANGING =
            "{\"initialState\": "
                    + STATE
                    + ", \"timesH\": [0.001], \"inputs\": [{\"values\": {}}, {\"fromH\": 0.0005,"
                    + " \"values\": {\"heatDeviationKJPerH\": 1e5}}]}";

    private final Api api = new Api("windows");
    private String reactor;
    private String learned;

    @BeforeEach
    void declare() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        learned = ok(api.send(reactor, "text/csv", MeasuredTank.csv(8, 3)), 201).getString("id");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private Response adapt(String options) {
        return api.post(
                "/reactors/" + reactor + "/adaptations", "{\"method\": \"window\"" + options + "}");
    }

    private static String path(JsonPath made) {
        return "/adaptations/" + made.getString("id");
    }

    private double temperature(JsonPath made) {
        return ok(api.post(path(made) + ":predict", "{\"runs\": [" + HELD + "]}"), 200)
                .getDouble("runs[0].prediction.temperaturesK[1]");
    }

    @Test
    void choosesTheWeightOfPhysicsByRunsLeftOut() {
        JsonPath made = ok(adapt(", \"epochs\": 40, \"seed\": 3"), 201);

        assertThat(made.getString("result.method")).isEqualTo("window");
        assertThat(made.getInt("result.runs")).isEqualTo(8);
        assertThat(made.getString("result.window.physics")).isEqualTo("chosen");
        assertThat(made.getString("result.window.start")).isEqualTo("pretrained");
        assertThat(made.getInt("result.window.epochs")).isEqualTo(40);
        assertThat(made.getLong("result.window.seed")).isEqualTo(3);
        assertThat(made.getInt("result.window.members")).isPositive();
        assertThat(made.getInt("result.window.heldOut.folds")).isEqualTo(5);
        assertThat(made.getList("result.window.heldOut.candidates.physicsWeight", Double.class))
                .containsExactly(0.0, 0.1, 1.0, 10.0);
        List<Double> errors = made.getList("result.window.heldOut.candidates.error", Double.class);
        int chosen =
                List.of(0.0, 0.1, 1.0, 10.0).indexOf(made.getDouble("result.window.physicsWeight"));
        // from no physics up, more only where it is clearly better than what was held so far
        assertThat(chosen).isNotNegative();
        if (chosen > 0) {
            assertThat(errors.get(chosen)).isLessThan(0.8 * errors.get(0));
        }
        assertThat(made.getString("result.window.residual")).isEqualTo(chosen > 0 ? "step" : null);
        assertThat(made.getList("result.window.notes")).isEmpty();
        // the balances that are the penalty are estimated as by default
        assertThat(made.getDouble("result.parameters[0].value"))
                .isCloseTo(MeasuredTank.FACTOR, within(0.05 * MeasuredTank.FACTOR));
        assertThat(made.getString("result.correction")).isNull();
        assertThat(made.getMap("result.heldOut")).isNull();

        assertThat(ok(api.get(path(made)), 200).getMap("result")).isEqualTo(made.getMap("result"));
    }

    @Test
    void physicsCanBeLeftOutOrGivenAWeight() {
        JsonPath none = ok(adapt(", \"epochs\": 5, \"physics\": \"none\""), 201);
        assertThat(none.getString("result.window.physics")).isEqualTo("none");
        assertThat(none.getDouble("result.window.physicsWeight")).isZero();
        assertThat(none.getList("result.window.heldOut.candidates")).hasSize(1);
        assertThat(none.getList("result.parameters")).isEmpty();

        JsonPath fixed =
                ok(adapt(", \"epochs\": 5, \"physics\": \"fixed\", \"physicsWeight\": 2.5"), 201);
        assertThat(fixed.getString("result.window.physics")).isEqualTo("fixed");
        assertThat(fixed.getDouble("result.window.physicsWeight")).isCloseTo(2.5, within(1e-9));
        assertThat(fixed.getString("result.window.residual")).isEqualTo("step");
        assertThat(none.getString("result.window.residual")).isNull();
        JsonPath paper =
                ok(
                        adapt(
                                ", \"epochs\": 5, \"physics\": \"fixed\", \"physicsWeight\": 2.5,"
                                        + " \"residual\": \"paper\""),
                        201);
        assertThat(paper.getString("result.window.residual")).isEqualTo("paper");
        assertThat(temperature(paper)).isNotEqualTo(temperature(fixed));
        assertThat(fixed.getList("result.parameters")).hasSize(1);
        assertThat(temperature(fixed)).isNotEqualTo(temperature(none));
    }

    @Test
    void scratchIsDrawnFromTheSeedAndWorseThanPretrained() {
        String brief = ", \"epochs\": 20, \"physics\": \"none\"";
        String scratch = brief + ", \"start\": \"scratch\", \"seed\": ";
        JsonPath one = ok(adapt(scratch + "1"), 201);
        JsonPath other = ok(adapt(scratch + "2"), 201);
        JsonPath pretrained = ok(adapt(brief), 201);

        assertThat(one.getString("result.window.start")).isEqualTo("scratch");
        assertThat(temperature(ok(adapt(scratch + "1"), 201))).isEqualTo(temperature(one));
        assertThat(temperature(other)).isNotEqualTo(temperature(one));
        String error = "result.window.heldOut.candidates[0].error";
        assertThat(pretrained.getDouble(error)).isLessThan(0.5 * one.getDouble(error));
    }

    @Test
    void predictsWithBandsAndRefusesARunItCannotBeToldOfAlone() {
        JsonPath made = ok(adapt(", \"epochs\": 200, \"physics\": \"none\""), 201);
        String body = "{\"runs\": [" + HELD + ", " + CHANGING + "], \"level\": 0.8}";
        JsonPath answer = ok(api.post(path(made) + ":predict", body), 200);

        double width = answer.getDouble("runs[0].prediction.temperatureHalfWidths[1]");
        assertThat(answer.getBoolean("runs[0].prediction.calibrated")).isTrue();
        double truth = MeasuredTank.truth(2, 400, 0, 0).temperaturesK(MeasuredNode.OUTLET)[8];
        // between the fourth tenth of 0.004 h and the fifth of 0.0045 h
        assertThat(answer.getDouble("runs[0].prediction.temperaturesK[1]"))
                .isCloseTo(truth, within(2 * width));
        assertThat(width).isBetween(0.1, 60.0);
        assertThat(answer.getString("runs[1].failure.code")).isEqualTo("UNSUITABLE_RUN");
        assertThat(answer.getString("runs[1].failure.message")).contains("changes its inputs");

        JsonPath wide =
                ok(
                        api.post(
                                path(made) + ":predict",
                                "{\"runs\": [" + HELD + "], \"level\": 0.95}"),
                        200);
        assertThat(wide.getBoolean("runs[0].prediction.calibrated")).isFalse();

        // another model pushes this one out of memory
        temperature(ok(adapt(", \"epochs\": 1, \"physics\": \"none\""), 201));
        assertThat(api.post(path(made) + ":predict", body).jsonPath().getList("runs"))
                .isEqualTo(answer.getList("runs"));
    }

    @Test
    void rollsOutTanks() {
        JsonPath made = ok(adapt(", \"epochs\": 5, \"physics\": \"none\""), 201);
        String start = "{\"initialState\": " + STATE + ", \"windows\": [{}, {\"inputs\": ";
        JsonPath answer =
                ok(
                        api.post(
                                path(made) + ":rollout",
                                start + "{\"values\": {\"heatDeviationKJPerH\": 1e5}}}]}"),
                        200);
        assertThat(answer.getDouble("end.temperatureK[0]"))
                .isEqualTo(answer.getDouble("temperaturesK[1]"));

        Response changing =
                api.post(
                        path(made) + ":rollout",
                        start + "[{\"values\": {}}, {\"fromH\": 0.001, \"values\": {}}]}]}");
        assertThat(findings(changing, 422).get("windows")).contains("changes its inputs");
    }

    @Test
    void learnsFromRunsOfUnequalHorizons() {
        String unequal = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(unequal, "text/csv", MeasuredTank.csvOfUnequalHorizons(8, 3)), 201);

        JsonPath made =
                ok(
                        api.post(
                                "/reactors/" + unequal + "/adaptations",
                                "{\"method\": \"window\", \"physics\": \"none\","
                                        + " \"epochs\": 20}"),
                        201);

        assertThat(made.getInt("result.runs")).isEqualTo(8);
        assertThat(made.getInt("result.measured")).isEqualTo(120);
        assertThat(temperature(made)).isBetween(300.0, 600.0);
        api.delete("/reactors/" + unequal);
    }

    @Test
    void hasNoBalancesToPlanBy() {
        JsonPath made = ok(adapt(", \"epochs\": 1, \"physics\": \"none\""), 201);

        Response plan =
                api.post(
                        path(made) + ":mpc",
                        "{\"initialState\": "
                                + STATE
                                + ", \"steps\": 2, \"goal\": {\"temperatureK\": 401}}");

        assertThat(code(plan, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(plan.jsonPath().getString("detail")).contains("method default");
    }

    @Test
    void isDerivedByInputsAndStartAndHasNoKinetics() {
        JsonPath made = ok(adapt(", \"epochs\": 50, \"physics\": \"none\""), 201);
        String sensitivity = path(made) + ":sensitivity";

        JsonPath found = ok(api.post(sensitivity, "{\"run\": " + HELD + "}"), 200);

        assertThat(found.getList("derivatives.quantity"))
                .containsExactly(
                        "feedConcentrationDeviationKmolPerM3",
                        "heatDeviationKJPerH",
                        "concentrationKmolPerM3",
                        "temperatureK");
        List<Float> ofStart = found.getList("derivatives[3].ofTemperature");
        assertThat(ofStart).allSatisfy(value -> assertThat(value).isNotZero());

        Response kinetics =
                api.post(sensitivity, "{\"run\": " + HELD + ", \"by\": [\"kinetics\"]}");
        assertThat(code(kinetics, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(kinetics.jsonPath().getString("detail")).contains("method default");
    }

    @Test
    void isComparedWithARidgeAndWithoutBalances() {
        JsonPath made = ok(adapt(", \"epochs\": 200, \"physics\": \"none\""), 201);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(4, 99)), 201);

        JsonPath answer = ok(api.post(path(made) + ":compare", "{}"), 200);

        assertThat(answer.getMap("overall"))
                .containsOnlyKeys("adapted", "nominal", "ridge", "persistence");
        assertThat(answer.getMap("absent")).containsOnlyKeys("balances");
        assertThat(answer.getDouble("overall.ridge.normalizedMse"))
                .isLessThan(answer.getDouble("overall.persistence.normalizedMse"));
        // so little happens in these runs that persistence is hard to beat
        assertThat(answer.getDouble("overall.adapted.normalizedMse")).isBetween(1e-6, 0.05);

        api.delete("/reactors/" + reactor + "/runs/" + learned);
        JsonPath without = ok(api.post(path(made) + ":compare", "{}"), 200);
        assertThat(without.getMap("absent")).containsOnlyKeys("balances", "ridge");
        assertThat(without.getString("absent.ridge")).contains("deleted");
    }

    @Test
    void errorsOfRivalsAreTheSameWhateverTheMethodBesideThem() {
        JsonPath window = ok(adapt(", \"epochs\": 5, \"physics\": \"none\""), 201);
        JsonPath usual = ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(4, 99)), 201);

        JsonPath beside = ok(api.post(path(window) + ":compare", "{}"), 200);
        JsonPath besideUsual = ok(api.post(path(usual) + ":compare", "{}"), 200);

        for (String rival : List.of("nominal", "ridge", "persistence")) {
            assertThat(beside.getMap("overall." + rival))
                    .isEqualTo(besideUsual.getMap("overall." + rival));
            assertThat(beside.getDouble("overall." + rival + ".normalizedMse")).isPositive();
        }
    }

    @Test
    void tubesThatStartEmptyAreAdaptedAndNotRolledOut() {
        String tube = api.reactor(MeasuredTube.declaration("first"));
        String runs = "/reactors/" + tube + "/adaptations";
        ok(api.send(tube, "text/csv", MeasuredTube.csv(3, MeasuredNode.FIRST, true)), 201);
        String brief = "{\"method\": \"window\", \"epochs\": 5}";
        JsonPath made = ok(api.post(runs, brief), 201);
        assertThat(made.getList("result.window.heldOut.candidates")).hasSize(4);

        String inputs =
                "{\"values\": {\"inletConcentrationKmolPerM3\": 1, \"inletTemperatureK\": 350}}";
        Response rolled =
                api.post(
                        path(made) + ":rollout",
                        "{\"initialState\": {\"concentrationKmolPerM3\": 0, \"temperatureK\":"
                                + " 293}, \"windows\": [{\"inputs\": "
                                + inputs
                                + "}]}");
        assertThat(findings(rolled, 422).get("windows")).contains("method default");

        ok(api.send(tube, "text/csv", MeasuredTube.csv(1, MeasuredNode.FIRST, false)), 201);
        assertThat(findings(api.post(runs, brief), 422).get("runs"))
                .contains("starts with something in the tube");
        api.delete("/reactors/" + tube);
    }

    @Test
    void tubesMeasuredAtTheirOutletHaveNoPhysics() {
        String tube = api.reactor(MeasuredTube.declaration("outlet"));
        String runs = "/reactors/" + tube + "/adaptations";
        ok(api.send(tube, "text/csv", MeasuredTube.csv(3, MeasuredNode.OUTLET, true)), 201);

        JsonPath made = ok(api.post(runs, "{\"method\": \"window\", \"epochs\": 5}"), 201);
        assertThat(made.getDouble("result.window.physicsWeight")).isZero();
        assertThat(made.getString("result.window.residual")).isNull();
        assertThat(made.getList("result.window.notes", String.class))
                .containsExactly(
                        "Physics is left out: it knows a tube's first node, and this one is"
                                + " measured at its outlet.",
                        "The pretrained weights learned tubes measured at the first node; this one"
                                + " is measured at the outlet.");

        Response fixed =
                api.post(
                        runs,
                        "{\"method\": \"window\", \"physics\": \"fixed\", \"physicsWeight\": 1,"
                                + " \"epochs\": 5}");
        assertThat(code(fixed, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(fixed.jsonPath().getString("detail")).contains("measured at its outlet");
        api.delete("/reactors/" + tube);
    }

    @Test
    void twoRunsCannotChooseAWeight() {
        String few = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(few, "text/csv", MeasuredTank.csv(2, 3)), 201);

        JsonPath made =
                ok(
                        api.post(
                                "/reactors/" + few + "/adaptations",
                                "{\"method\": \"window\", \"epochs\": 5}"),
                        201);

        assertThat(made.getDouble("result.window.physicsWeight")).isEqualTo(1);
        assertThat(made.getMap("result.window.heldOut")).isNull();
        assertThat(made.getList("result.window.notes", String.class))
                .containsExactly(
                        "Fewer than 3 runs cannot choose a weight of physics: it is that of the data.");
        api.delete("/reactors/" + few);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"method\": \"magic\"} | method",
                "{\"physics\": \"chosen\"} | physics",
                "{\"method\": \"default\", \"physicsWeight\": 1} | physicsWeight",
                "{\"method\": \"default\", \"start\": \"scratch\"} | start",
                "{\"epochs\": 5} | epochs",
                "{\"seed\": 5} | seed",
                "{\"method\": \"window\", \"physics\": \"magic\"} | physics",
                "{\"method\": \"window\", \"residual\": \"magic\"} | residual",
                "{\"method\": \"window\", \"physics\": \"none\", \"residual\": \"step\"} | residual",
                "{\"residual\": \"paper\"} | residual",
                "{\"method\": \"window\", \"physics\": \"fixed\"} | physicsWeight",
                "{\"method\": \"window\", \"physicsWeight\": 1} | physicsWeight",
                "{\"method\": \"window\", \"physics\": \"none\", \"physicsWeight\": 1} | physicsWeight",
                "{\"method\": \"window\", \"physics\": \"fixed\", \"physicsWeight\": -1} | physicsWeight",
                "{\"method\": \"window\", \"physics\": \"fixed\", \"physicsWeight\": 1.1e6} | physicsWeight",
                "{\"method\": \"window\", \"physics\": \"fixed\", \"physicsWeight\": \"NaN\"} | physicsWeight",
                "{\"method\": \"window\", \"start\": \"warm\"} | start",
                "{\"method\": \"window\", \"epochs\": 0} | epochs",
                "{\"method\": \"window\", \"epochs\": 2001} | epochs"
            })
    void refusesBadOptionsByField(String body, String field) {
        assertThat(findings(api.post("/reactors/" + reactor + "/adaptations", body), 400))
                .containsOnlyKeys(field);
    }

    @Test
    void isItsTenantsAlone() {
        JsonPath made = ok(adapt(", \"epochs\": 1, \"physics\": \"none\""), 201);
        Api stranger = new Api("stranger3");

        assertThat(code(stranger.get(path(made)), 404)).isEqualTo("NOT_FOUND");
        assertThat(
                        code(
                                stranger.post(
                                        "/reactors/" + reactor + "/adaptations",
                                        "{\"method\": \"window\"}"),
                                404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(stranger.post(path(made) + ":predict", "{\"runs\": [" + HELD + "]}"), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(
                        code(
                                stranger.post(
                                        path(made) + ":rollout",
                                        "{\"initialState\": " + STATE + ", \"windows\": [{}]}"),
                                404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(stranger.post(path(made) + ":compare", "{}"), 404)).isEqualTo("NOT_FOUND");
    }
}

package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class AdaptationTest {
    private static final String STATE = "{\"concentrationKmolPerM3\": 2, \"temperatureK\": 400}";

    @Inject ObjectStore store;

    private final Api api = new Api("adapting");
    private String reactor;
    private String learned;
    private String adaptation;
    private JsonPath made;

    @BeforeEach
    void adapt() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        learned = ok(api.send(reactor, "text/csv", MeasuredTank.csv(8, 3)), 201).getString("id");
        made = ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201);
        adaptation = "/adaptations/" + made.getString("id");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private static String run(String times) {
        return "{\"initialState\": "
                + STATE
                + ", \"timesH\": "
                + times
                + ", \"inputs\": {\"values\": {\"heatDeviationKJPerH\": 50000}}}";
    }

    private static String runs() {
        return "{\"runs\": [" + run(Arrays.toString(MeasuredTank.times())) + "]}";
    }

    @Test
    void estimatesWhatIsUnknownAndJudgesByRunsLeftOut() {
        assertThat(made.getList("runs")).containsExactly(learned);
        assertThat(made.getInt("result.runs")).isEqualTo(8);
        assertThat(made.getInt("result.measured")).isEqualTo(160);
        assertThat(made.getLong("reactorRevision")).isEqualTo(1);
        assertThat(made.getString("result.parameters[0].name")).isEqualTo("preExponentialFactor");
        // the undeclared loss of heat pulls it down a little
        assertThat(made.getDouble("result.parameters[0].value"))
                .isCloseTo(MeasuredTank.FACTOR, within(0.05 * MeasuredTank.FACTOR));
        assertThat(made.getDouble("result.parameters[0].low"))
                .isLessThan(made.getDouble("result.parameters[0].value"));
        assertThat(made.getDouble("result.parameters[0].learned")).isGreaterThan(0.9);
        assertThat(made.getInt("result.heldOut.folds")).isEqualTo(5);
        assertThat(made.getDouble("result.heldOut.withCorrection"))
                .isLessThanOrEqualTo(made.getDouble("result.heldOut.withoutCorrection"));
        assertThat(made.getString("result.correction")).isIn("none", "linear", "network");
        assertThat(made.getMap("result.window")).isNull();

        assertThat(ok(api.get(adaptation), 200).getMap("result")).isEqualTo(made.getMap("result"));
        assertThat(ok(api.get("/reactors/" + reactor + "/adaptations"), 200).getList("items.id"))
                .containsExactly(made.getString("id"));
    }

    @Test
    void anActivationEnergyThatIsDeclaredWrongIsDoubtedAndSaid() {
        String wrong =
                api.reactor(
                        """
                        {"name": "wrong", "type": "cstr", "basedOn": "nominal",
                         "parameters": {"activationEnergyKJPerKmol": 45000}}
                        """);
        ok(api.send(wrong, "text/csv", MeasuredTank.csv(8, 3)), 201);

        JsonPath found = ok(api.post("/reactors/" + wrong + "/adaptations", "{}"), 201);

        assertThat(found.getList("result.heldOut.doubted", String.class))
                .contains("activationEnergyKJPerKmol");
        assertThat(found.getList("result.parameters.name", String.class))
                .contains("activationEnergyKJPerKmol");
        assertThat(found.getDouble("result.heldOut.withoutCorrection"))
                .isLessThan(0.05 * found.getDouble("result.heldOut.asDeclared"));
        assertThat(made.getList("result.heldOut.doubted")).isEmpty();
        api.delete("/reactors/" + wrong);
    }

    @Test
    void learnsFromRunsOfUnequalHorizons() {
        String unequal = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(unequal, "text/csv", MeasuredTank.csvOfUnequalHorizons(8, 3)), 201);

        JsonPath found = ok(api.post("/reactors/" + unequal + "/adaptations", "{}"), 201);

        assertThat(found.getInt("result.runs")).isEqualTo(8);
        assertThat(found.getInt("result.measured")).isEqualTo(120);
        assertThat(found.getDouble("result.parameters[0].value"))
                .isCloseTo(MeasuredTank.FACTOR, within(0.05 * MeasuredTank.FACTOR));
        String path = "/adaptations/" + found.getString("id");
        JsonPath predicted = ok(api.post(path + ":predict", runs()), 200);
        double[] truth = MeasuredTank.truth(2, 400, 0, 50_000).temperaturesK(MeasuredNode.OUTLET);
        assertThat(predicted.getDouble("runs[0].prediction.temperaturesK[9]"))
                .isCloseTo(truth[9], within(1.0));
        api.delete("/reactors/" + unequal);
    }

    @Test
    void aRunThatMeasuresNothingIsLeftOutByNameAndChangesNothing() {
        String beside = api.reactor(MeasuredTank.DECLARATION);
        String header = new String(MeasuredTank.csv(1, 3), UTF_8).lines().findFirst().orElseThrow();
        String row = "%s,2,400," + "0,".repeat(header.split(",").length - 5) + "0\n";
        String bare =
                "broken,"
                        + row.formatted("0")
                        + "broken,0.001,NaN,NaN\nbroken,0.002,,nan\n"
                                .replace("\n", ",".repeat(header.split(",").length - 4) + "\n");
        byte[] content =
                (new String(MeasuredTank.csv(8, 3), UTF_8).stripTrailing() + "\n" + bare)
                        .getBytes(UTF_8);
        JsonPath sent = ok(api.send(beside, "text/csv", content), 201);

        assertThat(sent.getInt("runCount")).isEqualTo(8);
        assertThat(sent.getList("runs.name", String.class)).doesNotContain("broken");
        assertThat(sent.getList("findings.message", String.class))
                .singleElement()
                .asString()
                .startsWith("Run broken is left out: nothing is measured after time 0");
        JsonPath found = ok(api.post("/reactors/" + beside + "/adaptations", "{}"), 201);
        assertThat(found.getMap("result")).isEqualTo(made.getMap("result"));
        api.delete("/reactors/" + beside);
    }

    @Test
    void predictsNearTheTruthWithBandsAndIsReadBackTheSame() {
        JsonPath first = ok(api.post(adaptation + ":predict", runs()), 200);
        double[] truth = MeasuredTank.truth(2, 400, 0, 50_000).temperaturesK(MeasuredNode.OUTLET);
        for (int i = 0; i < truth.length; i++) {
            assertThat(first.getDouble("runs[0].prediction.temperaturesK[" + i + "]"))
                    .isCloseTo(truth[i], within(0.5));
            assertThat(first.getDouble("runs[0].prediction.temperatureHalfWidths[" + i + "]"))
                    .isBetween(1e-6, 20.0);
        }
        assertThat(first.getBoolean("runs[0].prediction.insideRegion")).isTrue();
        assertThat(first.getDouble("level")).isCloseTo(0.9, within(1e-6));

        // another model pushes this one out of memory
        String other =
                ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201).getString("id");
        ok(api.post("/adaptations/" + other + ":predict", runs()), 200);
        Response again = api.post(adaptation + ":predict", runs());

        assertThat(again.jsonPath().getList("runs")).isEqualTo(first.getList("runs"));
    }

    @Test
    void oneRunThatCannotBeFollowedFailsAlone() {
        String body =
                "{\"runs\": ["
                        + run("[0.005]")
                        + ", {\"initialState\": {\"concentrationKmolPerM3\": 1000,"
                        + " \"temperatureK\": 900}, \"timesH\": [0.005]}], \"level\": 0.5}";
        JsonPath answer = ok(api.post(adaptation + ":predict", body), 200);

        assertThat(answer.getDouble("runs[0].prediction.temperaturesK[0]")).isGreaterThan(300);
        assertThat(answer.getBoolean("runs[0].prediction.calibrated")).isTrue();
        assertThat(answer.getString("runs[1].failure.code")).isEqualTo("RUNAWAY");
        assertThat(answer.getMap("runs[1]")).doesNotContainKey("prediction");
    }

    @Test
    void flagsRunsOutsideOfTheRegion() {
        String body =
                "{\"runs\": [{\"initialState\": {\"concentrationKmolPerM3\": 7,"
                        + " \"temperatureK\": 290}, \"timesH\": [0.02]}]}";
        JsonPath answer = ok(api.post(adaptation + ":predict", body), 200);

        assertThat(answer.getBoolean("runs[0].prediction.insideRegion")).isFalse();
        assertThat(answer.getList("runs[0].prediction.outside"))
                .containsExactly("startConcentrationKmolPerM3", "startTemperatureK", "horizon");
    }

    @Test
    void rollsOutOverWindows() {
        JsonPath answer =
                ok(
                        api.post(
                                adaptation + ":rollout",
                                "{\"initialState\": "
                                        + STATE
                                        + ", \"points\": 2, \"windowH\": 7.2,"
                                        + " \"units\": {\"windowH\": \"s\"}, \"windows\": [{},"
                                        + " {\"inputs\": {\"values\": {\"heatDeviationKJPerH\":"
                                        + " 5e6}}}]}"),
                        200);

        assertThat(answer.getList("timesH")).hasSize(4);
        assertThat(answer.getDouble("timesH[3]")).isCloseTo(0.004, within(1e-9));
        assertThat(answer.getList("outside[0]")).isEmpty();
        assertThat(answer.getList("outside[1]")).containsExactly("heatDeviationKJPerH");
        assertThat(answer.getDouble("end.temperatureK[0]"))
                .isEqualTo(answer.getDouble("temperaturesK[3]"));
        // a window of the same length predicted alone
        JsonPath alone =
                ok(
                        api.post(
                                adaptation + ":predict",
                                "{\"runs\": [{\"initialState\": "
                                        + STATE
                                        + ", \"timesH\": [0.001, 0.002]}]}"),
                        200);
        assertThat(answer.getDouble("temperaturesK[1]"))
                .isCloseTo(alone.getDouble("runs[0].prediction.temperaturesK[1]"), within(1e-3));
    }

    @Test
    void derivesByInputsAndState() {
        JsonPath answer =
                ok(api.post(adaptation + ":sensitivity", "{\"run\": " + run("[0.001]") + "}"), 200);

        assertThat(answer.getList("derivatives.quantity")).hasSize(4);
        assertThat(answer.getDouble("derivatives[1].ofTemperature[0]"))
                .isCloseTo(0.001 / 231, within(0.03 * 0.001 / 231));
    }

    @Test
    void comparesOnRunsItHasNotLearnedFrom() {
        assertThat(code(api.post(adaptation + ":compare", "{}"), 422)).isEqualTo("UNPROCESSABLE");
        String fresh =
                ok(api.send(reactor, "text/csv", MeasuredTank.csv(4, 99)), 201).getString("id");

        JsonPath answer = ok(api.post(adaptation + ":compare", "{}"), 200);

        assertThat(answer.getInt("runs")).isEqualTo(4);
        assertThat(answer.getList("byRun.file")).containsOnly(fresh);
        assertThat(answer.getList("byRun.learned")).containsOnly(false);
        double adapted = answer.getDouble("overall.adapted.normalizedMse");
        assertThat(adapted).isLessThan(answer.getDouble("overall.nominal.normalizedMse"));
        assertThat(adapted).isLessThan(answer.getDouble("overall.persistence.normalizedMse"));
        assertThat(adapted).isLessThan(answer.getDouble("overall.ridge.normalizedMse"));
        assertThat(answer.getMap("overall")).containsKey("balances");
        assertThat(answer.getMap("absent")).isEmpty();
        assertThat(answer.getDouble("overall.adapted.temperatureRmse")).isBetween(0.05, 1.0);

        JsonPath named =
                ok(api.post(adaptation + ":compare", "{\"runs\": [\"" + learned + "\"]}"), 200);
        assertThat(named.getList("byRun.learned")).containsOnly(true).hasSize(8);
    }

    @Test
    void adaptsOncePerKeyAndGoesWithItsObjects() {
        String path = Api.ROOT + "/reactors/" + reactor + "/adaptations";
        Response first = api.call().header("Idempotency-Key", "a-" + reactor).body("{}").post(path);
        Response again = api.call().header("Idempotency-Key", "a-" + reactor).body("{}").post(path);

        assertThat(ok(again, 201).getString("id")).isEqualTo(ok(first, 201).getString("id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(objects(first.jsonPath().getString("id"))).isEqualTo(2);

        String other = first.jsonPath().getString("id");
        assertThat(api.delete("/adaptations/" + other).statusCode()).isEqualTo(204);
        assertThat(objects(other)).isZero();
        assertThat(code(api.post("/adaptations/" + other + ":predict", runs()), 404))
                .isEqualTo("NOT_FOUND");
    }

    private long objects(String id) {
        return store.list(
                        ObjectKeys.adaptationPrefix(new TenantId("adapting"), reactor, id),
                        Optional.empty(),
                        100)
                .objects()
                .size();
    }

    @Test
    void boundsTheRunsOfAnAdaptation() {
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(33, 4)), 201);

        Response answer = api.post("/reactors/" + reactor + "/adaptations", "{}");

        assertThat(code(answer, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo(
                        "These are 41 runs; an adaptation learns from up to 40: name fewer files.");
    }

    @Test
    void needsRuns() {
        String bare = api.reactor(MeasuredTank.DECLARATION);

        assertThat(code(api.post("/reactors/" + bare + "/adaptations", "{}"), 422))
                .isEqualTo("UNPROCESSABLE");
        assertThat(
                        code(
                                api.post(
                                        "/reactors/" + bare + "/adaptations",
                                        "{\"runs\": [\"" + learned + "\"]}"),
                                404))
                .isEqualTo("NOT_FOUND");
        api.delete("/reactors/" + bare);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{\"method\": \"magic\"}", "{\"runs\": [null]}", "{\"runs\": 3}", "x"})
    void refusesWhatIsNoRequestToAdapt(String body) {
        assertThat(code(api.post("/reactors/" + reactor + "/adaptations", body), 400))
                .isIn("INVALID_REQUEST", "MALFORMED_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":predict | {} | runs",
                ":predict | {\"runs\": []} | runs",
                ":predict | {\"runs\": [null]} | runs[0]",
                ":predict | {\"runs\": [{}]} | runs[0].timesH",
                ":predict | {\"runs\": [{}]} | runs[0].initialState",
                ":predict | {\"runs\": [{\"timesH\": [\"NaN\"]}]} | runs[0].timesH[0]",
                ":predict | {\"runs\": [{\"timesH\": [1], \"inputs\": {\"values\": {\"steam\": 1}}}]} | runs[0].inputs[0].values.steam",
                ":predict | {\"runs\": [{\"timesH\": [1]}], \"level\": 1} | level",
                ":predict | {\"runs\": [{\"timesH\": [1]}], \"level\": \"NaN\"} | level",
                ":predict | {\"runs\": [{\"timesH\": [1]}], \"units\": {\"timesH\": \"year\"}} | units.timesH",
                ":rollout | {} | initialState",
                ":rollout | {\"initialState\": {}, \"windows\": []} | windows",
                ":rollout | {\"initialState\": {}, \"windows\": [{}]} | initialState.temperatureK",
                ":rollout | {\"initialState\": {}, \"windows\": [{}], \"points\": 0} | points",
                ":rollout | {\"initialState\": {}, \"windows\": [{}], \"windowH\": -1} | windowH",
                ":rollout | {\"initialState\": {}, \"windows\": [{\"inputs\": {\"fromH\": 3}}]} | windows[0].inputs[0].fromH",
                ":sensitivity | {} | run",
                ":sensitivity | {\"run\": {}} | run.timesH",
                ":sensitivity | {\"run\": {}, \"by\": [\"luck\"]} | by[0]",
                ":compare | {\"runs\": [null]} | runs[0]"
            })
    void refusesBadInputByField(String verb, String body, String field) {
        assertThat(findings(api.post(adaptation + verb, body), 400)).containsKey(field);
    }

    @Test
    void boundsPredictions() {
        StringBuilder many = new StringBuilder(run("[0.001]"));
        for (int i = 0; i < 20; i++) {
            many.append(',').append(run("[0.001]"));
        }
        assertThat(findings(api.post(adaptation + ":predict", "{\"runs\": [" + many + "]}"), 400))
                .containsKey("runs");
        StringBuilder windows = new StringBuilder("{}");
        for (int i = 0; i < 20; i++) {
            windows.append(",{}");
        }
        assertThat(
                        code(
                                api.post(
                                        adaptation + ":rollout",
                                        "{\"initialState\": "
                                                + STATE
                                                + ", \"points\": 100, \"windows\": ["
                                                + windows
                                                + "]}"),
                                422))
                .isEqualTo("UNPROCESSABLE");
    }

    @Test
    void isItsTenantsAlone() {
        Api stranger = new Api("stranger2");

        assertThat(code(stranger.get(adaptation), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.delete(adaptation), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.get("/reactors/" + reactor + "/adaptations"), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(stranger.post("/reactors/" + reactor + "/adaptations", "{}"), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(stranger.post(adaptation + ":predict", runs()), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(code(stranger.post(adaptation + ":compare", "{}"), 404)).isEqualTo("NOT_FOUND");
        assertThat(
                        code(
                                stranger.post(
                                        adaptation + ":rollout",
                                        "{\"initialState\": " + STATE + ", \"windows\": [{}]}"),
                                404))
                .isEqualTo("NOT_FOUND");
        assertThat(
                        code(
                                stranger.post(
                                        adaptation + ":sensitivity",
                                        "{\"run\": " + run("[0.001]") + "}"),
                                404))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void staysOfTheRevisionItWasMadeOf() {
        Response read = api.get("/reactors/" + reactor);
        ok(
                api.put(
                        "/reactors/" + reactor,
                        read.header("ETag"),
                        MeasuredTank.DECLARATION.replace(
                                "\"basedOn\"", "\"parameters\": {\"volumeM3\": 2}, \"basedOn\"")),
                200);

        JsonPath predicted = ok(api.post(adaptation + ":predict", runs()), 200);

        double[] truth = MeasuredTank.truth(2, 400, 0, 50_000).temperaturesK(MeasuredNode.OUTLET);
        assertThat(predicted.getDouble("runs[0].prediction.temperaturesK[9]"))
                .isCloseTo(truth[9], within(0.5));
    }
}

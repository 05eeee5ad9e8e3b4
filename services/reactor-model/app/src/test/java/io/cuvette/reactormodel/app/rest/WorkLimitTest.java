package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.app.testing.SmallLimits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose parts are each small enough, and together too much to compute. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
@TestProfile(SmallLimits.class)
class WorkLimitTest {
    private static final String STATE =
            "\"initialState\": {\"concentrationKmolPerM3\": 2, \"temperatureK\": 400}";

    private final Api api = new Api("work");
    private String reactor;
    private String id;

    @BeforeEach
    void adapt() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(8, 3)), 201);
        id = ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201).getString("id");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private static String run(int times) {
        return "{%s, \"timesH\": [%s]}"
                .formatted(
                        STATE,
                        IntStream.rangeClosed(1, times)
                                .mapToObj(i -> Double.toString(i * 1e-4))
                                .collect(Collectors.joining(", ")));
    }

    private static String runs(int count, int times, double level) {
        return "{\"level\": %s, \"runs\": [%s]}"
                .formatted(level, String.join(", ", Collections.nCopies(count, run(times))));
    }

    private Response ask(String verb, String json) {
        return api.post("/adaptations/" + id + verb, json);
    }

    private static void assertRefused(Response response, String words) {
        assertThat(code(response, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(response.jsonPath().getString("detail")).contains(words);
    }

    @Test
    void predictionsAreBoundedByRunsTimesTheirTimes() {
        // each run has its times and one piece of inputs
        ok(ask(":predict", runs(2, 24, 0.5)), 200);

        assertRefused(
                ask(":predict", runs(2, 25, 0.5)),
                "followed through 52 times, nodes and draws of bands counted; allowed are 50: name"
                        + " fewer runs, times or pieces of inputs.");
    }

    @Test
    void bandsThatAreDrawnCountEachDraw() {
        // eight runs say nothing of such a level
        assertRefused(ask(":predict", runs(1, 1, 0.99)), "followed through 130 times");
    }

    @Test
    void nothingIsDrawnForWindowNetworks() {
        String window =
                ok(
                                api.post(
                                        "/reactors/" + reactor + "/adaptations",
                                        "{\"method\": \"window\", \"physics\": \"fixed\","
                                                + " \"physicsWeight\": 1, \"epochs\": 1}"),
                                201)
                        .getString("id");

        ok(api.post("/adaptations/" + window + ":predict", runs(2, 24, 0.99)), 200);
    }

    @Test
    void comparisonsAreBoundedByTimesAndWhoFollowsThem() {
        // ten times, by the model, its balances and those declared
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(1, 4)), 201);
        assertThat(ok(ask(":compare", "{}"), 200).getInt("runs")).isEqualTo(1);

        ok(api.send(reactor, "text/csv", MeasuredTank.csv(1, 5)), 201);
        assertRefused(
                ask(":compare", "{}"),
                "followed through 60 times, nodes and draws of bands counted; allowed are 50: name"
                        + " fewer files.");
    }

    @Test
    void rollOutsAreBoundedByWindowsTimesTheirPoints() {
        String body = "{%s, \"points\": 5, \"windows\": [%s]}";
        ok(ask(":rollout", body.formatted(STATE, windows(8))), 200);

        assertRefused(ask(":rollout", body.formatted(STATE, windows(9))), "through 54 times");
    }

    private static String windows(int count) {
        return String.join(", ", Collections.nCopies(count, "{}"));
    }

    @Test
    void plotsAreBoundedByTheirPoints() {
        assertRefused(ask(":plot", runs(1, 1, 0.5)), "through 101 times");
        assertRefused(
                api.get("/adaptations/" + id + "/plots/trajectories.json?level=0.5&run=run1"),
                "through 101 times");
    }

    @Test
    void derivativesAreBoundedByQuantitiesTimesTimes() {
        String body = "{\"run\": %s}";
        ok(ask(":sensitivity", body.formatted(run(9))), 200);

        assertRefused(
                ask(":sensitivity", body.formatted(run(10))),
                "derived at 44 times, quantities and nodes counted; allowed are 40");
        assertRefused(
                api.post("/reactors/" + reactor + ":sensitivity", body.formatted(run(10))),
                "derived at 44 times");
    }

    @Test
    void plansAreBoundedByStepsTimesWindows() {
        String body = "{%s, \"steps\": %d, \"goal\": {\"temperatureK\": 401}}";
        ok(ask(":mpc", body.formatted(STATE, 1)), 200);

        assertRefused(
                ask(":mpc", body.formatted(STATE, 2)),
                "A plan of 2 steps follows 16 windows, nodes counted; allowed are 10: ask for fewer");
    }

    @Test
    void filesOfAllReactorsAreBoundedByTheirBytesTogether() {
        String other = api.reactor(MeasuredTank.DECLARATION);
        int most = ReactorBackends.LARGEST_RUN_FILE;
        byte[] file = MeasuredTank.csv(40, 4);
        assertThat(file.length).isBetween(most / 4, most / 2);
        String first = ok(api.send(other, "text/csv", file), 201).getString("id");
        int sent = 1;
        Response refused = api.send(reactor, "text/csv", file);
        while (refused.statusCode() == 201) {
            sent++;
            refused = api.send(reactor, "text/csv", file);
        }

        // beside those that all tests of this class adapt to
        assertThat(sent * file.length).isLessThan(most);
        assertThat((sent + 1) * file.length + MeasuredTank.csv(8, 3).length).isGreaterThan(most);
        assertThat(code(refused, 429)).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(refused.jsonPath().getString("detail"))
                .isEqualTo(
                        "With this file of %d bytes, all files of runs would have more than %d;"
                                        .formatted(file.length, most)
                                + " delete some of this or of other reactors.");
        Api stranger = new Api("work-other");
        String theirs = stranger.reactor(MeasuredTank.DECLARATION);
        ok(stranger.send(theirs, "text/csv", file), 201);
        stranger.delete("/reactors/" + theirs);
        api.delete("/reactors/" + other + "/runs/" + first);
        ok(api.send(reactor, "text/csv", file), 201);
        api.delete("/reactors/" + other);
    }

    @Test
    void rowsOfInferenceAreBoundedByTheirTimes() {
        ok(infer(4), 200);

        Response refused = infer(5);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error")).contains("through 55 times");
    }

    private Response infer(int rows) {
        return api.call()
                .body(
                        """
                        {"parameters": {"level": 0.5}, "inputs": [
                         {"name": "start", "datatype": "FP64", "shape": [%1$d, 2], "data": [%2$s]},
                         {"name": "inputs", "datatype": "FP64", "shape": [%1$d, 2], "data": [%3$s]}]}
                        """
                                .formatted(
                                        rows,
                                        String.join(", ", Collections.nCopies(rows, "2, 400")),
                                        String.join(", ", Collections.nCopies(rows, "0, 0"))))
                .post("/v2/models/reactor-" + id + "/infer");
    }
}

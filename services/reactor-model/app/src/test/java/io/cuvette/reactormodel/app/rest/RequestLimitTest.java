package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.BriefRequests;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.MeasuredTube;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are small by their numbers, and take longer to compute than any may. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
@TestProfile(BriefRequests.class)
class RequestLimitTest {

    /** Much less than the seconds that the requests would take. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final String TUBE =
            """
            {"name": "tube", "type": "plug_flow", "basedOn": "nominal", "measuredNode": "outlet",
             "nodes": 30,
             "unknown": [{"parameter": "preExponentialFactor", "expected": 8.46e6,
                          "relativeDeviation": 0.3}]}
            """;

    private static final String STATE =
            "\"initialState\": {\"concentrationKmolPerM3\": 1, \"temperatureK\": 350}";
    private static final String INPUTS =
            "\"values\": {\"inletConcentrationKmolPerM3\": 1, \"inletTemperatureK\": %d}";
    private static final String QUICK =
            "{\"level\": 0.5, \"runs\": [{%s, \"timesH\": [0.001], \"inputs\": {%s}}]}"
                    .formatted(STATE, INPUTS.formatted(350));

    private final Api api = new Api("brief");
    private String reactor;
    private String id;

    @BeforeEach
    void adapt() {
        reactor = api.reactor(TUBE);
        ok(api.send(reactor, "text/csv", MeasuredTube.csv(3, MeasuredNode.OUTLET, false)), 201);
        // on a busy machine it may take longer than these requests may
        id = ok(adaptLater(reactor, "{}"), 202).getString("id");
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                api.get("/adaptations/" + id)
                                        .jsonPath()
                                        .getString("state")
                                        .equals("ready"));
    }

    private Response adaptLater(String of, String json) {
        return api.call()
                .header("Prefer", "respond-async")
                .body(json)
                .post(Api.ROOT + "/reactors/" + of + "/adaptations");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private Response predict(String json) {
        return api.post("/adaptations/" + id + ":predict", json);
    }

    /** Of a level that three runs say nothing of: bands are drawn. */
    private static String manyChanges() {
        String inputs =
                IntStream.range(0, 100)
                        .mapToObj(
                                i ->
                                        "{\"fromH\": %s, %s}"
                                                .formatted(
                                                        (double) i,
                                                        INPUTS.formatted(i % 2 == 0 ? 350 : 320)))
                        .collect(Collectors.joining(", "));
        String run = "{%s, \"timesH\": [100], \"inputs\": [%s]}".formatted(STATE, inputs);
        return "{\"level\": 0.99, \"runs\": [%s]}"
                .formatted(String.join(", ", Collections.nCopies(20, run)));
    }

    private Response infer(int rows, double level) {
        return api.call()
                .body(
                        """
                        {"parameters": {"level": %4$s}, "inputs": [
                         {"name": "timesH", "datatype": "FP64", "shape": [1, 4],
                          "data": [1, 2, 5, 20]},
                         {"name": "start", "datatype": "FP64", "shape": [%1$d, 2], "data": [%2$s]},
                         {"name": "inputs", "datatype": "FP64", "shape": [%1$d, 3], "data": [%3$s]}]}
                        """
                                .formatted(
                                        rows,
                                        String.join(", ", Collections.nCopies(rows, "1, 350")),
                                        String.join(
                                                ", ", Collections.nCopies(rows, "50, 1.5, 350")),
                                        level))
                .post("/v2/models/reactor-" + id + "/infer");
    }

    @Test
    void areStoppedAndLeaveTheirTurnToOthers() {
        long begun = System.nanoTime();

        Response stopped = predict(manyChanges());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(code(stopped, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(stopped.jsonPath().getString("detail"))
                .isEqualTo(
                        "The request was stopped after 1.0 s, the longest that one may compute: ask"
                                + " for fewer runs, times, steps or pieces of inputs, or declare a"
                                + " tube with fewer nodes.");
        assertThat(ok(predict(QUICK), 200).getList("runs")).hasSize(1);
    }

    @Test
    void adaptationsThatCallersWaitForAreStoppedAndCanBeQueued() {
        String tank = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(tank, "text/csv", MeasuredTank.csv(9, 3)), 201);
        String json = "{\"method\": \"window\", \"physics\": \"none\", \"epochs\": 2000}";
        long begun = System.nanoTime();

        Response stopped = api.post("/reactors/" + tank + "/adaptations", json);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(code(stopped, 422)).isEqualTo("UNPROCESSABLE");
        assertThat(stopped.jsonPath().getString("detail"))
                .isEqualTo(
                        "The adaptation was stopped after 1 s, the longest that a caller waits for"
                                + " one: send it again with the header Prefer: respond-async to"
                                + " have it queued, or name fewer files.");
        assertThat(ok(api.get("/reactors/" + tank + "/adaptations"), 200).getList("items"))
                .isEmpty();
        Response queued = adaptLater(tank, json);
        assertThat(ok(queued, 202).getString("state")).isEqualTo("queued");
        assertThat(queued.header("Retry-After")).isEqualTo("2");
        api.delete("/reactors/" + tank);
    }

    @Test
    void areStoppedInBatchesOfInference() {
        long begun = System.nanoTime();

        Response stopped = infer(256, 0.99);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(stopped.statusCode()).as(stopped.asString()).isEqualTo(400);
        assertThat(stopped.jsonPath().getString("error"))
                .contains("stopped after 1.0 s")
                .contains("give fewer rows or times");
        assertThat(infer(1, 0.5).statusCode()).isEqualTo(200);
    }
}

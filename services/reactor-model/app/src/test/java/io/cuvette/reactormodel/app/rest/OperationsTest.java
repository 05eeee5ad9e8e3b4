package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.ok;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.standalone.testing.FrozenSurface;
import io.cuvette.standalone.testing.MetricNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators and clients rely on: the API document, health and metric names. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class OperationsTest {

    @Test
    void isReadyWithDatabaseAndStore() {
        JsonPath ready = given().get("/q/health/ready").then().statusCode(200).extract().jsonPath();

        assertThat(ready.getString("status")).isEqualTo("UP");
        assertThat(ready.getList("checks.status")).containsOnly("UP").hasSizeGreaterThan(1);
    }

    @Test
    void everyOperationHasASummary() {
        List<String> undescribed = new ArrayList<>();
        given().accept("application/json")
                .get("/q/openapi?format=json")
                .jsonPath()
                .<String, Map<String, Map<String, Object>>>getMap("paths")
                .forEach(
                        (path, methods) ->
                                methods.forEach(
                                        (method, operation) -> {
                                            if (operation.get("summary") == null) {
                                                undescribed.add(method + " " + path);
                                            }
                                        }));

        assertThat(undescribed).isEmpty();
    }

    @Test
    void theApiDocumentIsAsFrozen() throws IOException {
        new FrozenSurface("openapi.yaml")
                .assertUnchanged(given().get("/q/openapi?format=yaml").asString());
    }

    @Test
    void metricNamesAreAsFrozen() throws IOException {
        // meters of the batcher come with the first question, of another test or of this one
        Api api = new Api("counting");
        String reactor = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(1, 1)), 201);
        String id =
                ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201).getString("id");
        ok(
                api.call()
                        .body(
                                """
                                {"inputs": [
                                 {"name": "start", "datatype": "FP64", "shape": [1, 2],
                                  "data": [2, 400]},
                                 {"name": "inputs", "datatype": "FP64", "shape": [1, 2],
                                  "data": [0, 0]}]}
                                """)
                        .post("/v2/models/reactor-" + id + "/infer"),
                200);
        api.delete("/reactors/" + reactor);
        await().until(
                        () ->
                                given().get("/q/metrics")
                                        .asString()
                                        .contains("cuvette_loop_beats_total{loop=\"cleanup\"}"));
        new FrozenSurface("metrics.txt")
                .assertUnchanged(MetricNames.list(given().get("/q/metrics").asString()));
    }

    @Test
    void wantsAToken() {
        assertThat(given().get("/api/v1/reactor-model/reactors").statusCode()).isEqualTo(401);
        assertThat(given().get("/api/v1/reactor-model/reactor-types").statusCode()).isEqualTo(401);
    }
}

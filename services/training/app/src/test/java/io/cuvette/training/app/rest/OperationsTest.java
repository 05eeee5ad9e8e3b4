package io.cuvette.training.app.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.standalone.testing.FrozenSurface;
import io.cuvette.standalone.testing.MetricNames;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators and clients rely on: the API document, health and metric names. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class OperationsTest {

    @Test
    void theApiDocumentListsEveryOperationWithASummary() {
        JsonPath document =
                given().accept("application/json").get("/q/openapi?format=json").jsonPath();
        TreeSet<String> operations = new TreeSet<>();
        List<String> undescribed = new ArrayList<>();
        document.<String, Map<String, Map<String, Object>>>getMap("paths")
                .forEach(
                        (path, methods) ->
                                methods.forEach(
                                        (method, operation) -> {
                                            if (!List.of("get", "post", "put", "delete")
                                                    .contains(method)) {
                                                return;
                                            }
                                            operations.add(method + " " + path);
                                            if (operation.get("summary") == null) {
                                                undescribed.add(method + " " + path);
                                            }
                                        }));

        assertThat(undescribed).isEmpty();
        assertThat(operations)
                .contains(
                        "post /api/v1/datasets",
                        "get /api/v1/datasets",
                        "get /api/v1/datasets/{id}",
                        "delete /api/v1/datasets/{id}",
                        "post /api/v1/datasets/{id}:complete",
                        "get /api/v1/datasets/{id}/preview",
                        "post /api/v1/jobs",
                        "get /api/v1/jobs",
                        "get /api/v1/jobs/{id}",
                        "get /api/v1/jobs/{id}/events",
                        "post /api/v1/jobs/{id}:cancel",
                        "post /api/v1/jobs/{id}:suspend",
                        "post /api/v1/jobs/{id}:resume",
                        "post /api/v1/jobs/{id}:retry",
                        "get /api/v1/methods",
                        "get /api/v1/methods/{area}/{name}",
                        "post /api/v1/sweeps",
                        "get /api/v1/sweeps",
                        "get /api/v1/sweeps/{id}",
                        "get /api/v1/sweeps/{id}/trials",
                        "get /api/v1/sweeps/{id}/plot",
                        "post /api/v1/sweeps/{id}:cancel",
                        "post /api/v1/sweeps/{id}:suspend",
                        "post /api/v1/sweeps/{id}:resume",
                        "get /api/v1/models",
                        "get /api/v1/models/{name}",
                        "delete /api/v1/models/{name}",
                        "get /api/v1/models/{name}/versions",
                        "get /api/v1/models/{name}/versions/{version}",
                        "delete /api/v1/models/{name}/versions/{version}",
                        "get /api/v1/models/{name}/aliases/{alias}",
                        "put /api/v1/models/{name}/aliases/{alias}",
                        "delete /api/v1/models/{name}/aliases/{alias}");
        assertThat(operations).noneMatch(operation -> operation.contains("/internal/"));
        assertThat(document.getList("tags.name"))
                .containsExactlyInAnyOrder("Datasets", "Jobs", "Methods", "Models", "Sweeps");
    }

    @Test
    void isReadyWithDatabaseAndStore() {
        JsonPath ready = given().get("/q/health/ready").then().statusCode(200).extract().jsonPath();

        assertThat(ready.getString("status")).isEqualTo("UP");
        assertThat(ready.getList("checks.status")).containsOnly("UP").hasSizeGreaterThan(1);
    }

    @Test
    void theApiDocumentIsAsFrozen() throws IOException {
        new FrozenSurface("openapi.yaml")
                .assertUnchanged(given().get("/q/openapi").then().extract().asString());
    }

    @Test
    void metricNamesAreAsFrozen() throws IOException {
        new FrozenSurface("metrics.txt")
                .assertUnchanged(MetricNames.list(given().get("/q/metrics").asString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dispatcher",
                "sweeper",
                "cleanup",
                "validation",
                "stale-uploads",
                "scratch",
                "event-feed",
                "sweeps"
            })
    void countsTheTurnsOfABackgroundLoop(String loop) {
        assertThat(given().get("/q/metrics").asString())
                .contains("cuvette_loop_beats_total{loop=\"" + loop + "\"}");
    }
}

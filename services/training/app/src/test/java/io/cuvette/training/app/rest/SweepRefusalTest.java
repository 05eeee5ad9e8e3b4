package io.cuvette.training.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.Sweeps;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sweeps that make no sense, and callers whose they are not. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class SweepRefusalTest {

    private static String dataset;

    private final Api api = new Api("lab-sweep-refusals");
    private final Sweeps sweeps = new Sweeps(api);

    private Map<String, Object> sweep(String model, int trials, int parallel) {
        if (dataset == null) {
            dataset = api.readyDataset(12, 1);
        }
        Map<String, Object> sweep = Sweeps.ofRate(dataset, model, Map.of("name", "random"), trials);
        sweep.put("parallel", parallel);
        return sweep;
    }

    @ParameterizedTest
    @CsvSource({"cancel", "suspend", "resume"})
    void anotherTenantsSweepIsNotThere(String verb) {
        String id = sweeps.submit(sweep("private-" + verb, 1, 1));
        Api stranger = new Api("lab-sweep-stranger");

        stranger.post("/sweeps/" + id + ":" + verb).then().statusCode(404);
        stranger.get("/sweeps/" + id).then().statusCode(404);
        stranger.get("/sweeps/" + id + "/trials").then().statusCode(404);
        stranger.call()
                .accept("image/png")
                .get("/api/v1/sweeps/" + id + "/plot")
                .then()
                .statusCode(404);
        stranger.call()
                .accept("text/csv")
                .get("/api/v1/sweeps/" + id + "/trials")
                .then()
                .statusCode(404);
        assertThat(stranger.get("/sweeps").jsonPath().getList("items.id")).doesNotContain(id);
        assertThat(stranger.get("/jobs?sweepId=" + id).jsonPath().getList("items")).isEmpty();
        api.post("/sweeps/" + id + ":cancel").then().statusCode(202);
    }

    static Stream<Arguments> badSweeps() {
        Map<String, Object> rate = Sweeps.rate(1e-4, 1e-1);
        return Stream.of(
                bad(
                        "space",
                        List.of(change(rate, "field", "learningRat")),
                        "settings.learningRat",
                        "There is no such setting"),
                bad(
                        "space",
                        List.of(change(rate, "max", 5.0)),
                        "settings.learningRate",
                        "At learningRate = 5.0: The value is 5.0; it has to be a number"),
                bad(
                        "space",
                        List.of(change(rate, "field", "epochs")),
                        "settings.epochs",
                        "it has to be a whole number"),
                bad(
                        "space",
                        List.of(change(rate, "field", "epochs.deep")),
                        "space",
                        "leads through epochs, which is no object"),
                bad("space", List.of(change(rate, "field", "a..b")), "space[0]", "dots between"),
                bad(
                        "space",
                        List.of(change(rate, "min", 0.5)),
                        "space[0]",
                        "min has to be below max"),
                bad(
                        "space",
                        List.of(change(rate, "min", 0.0)),
                        "space[0]",
                        "on a log scale it has to be above 0"),
                bad(
                        "space",
                        List.of(change(rate, "values", List.of(0.1))),
                        "space[0]",
                        "either min and max"),
                bad(
                        "space",
                        List.of(Map.of("field", "learningRate", "min", 0.1)),
                        "space[0]",
                        "either min and max"),
                bad("space", List.of(rate, rate), "space", "learningRate is there twice"),
                bad("trials", 1001, "trials", "at most 1000 are allowed"),
                bad("parallel", 101, "parallel", "it has to be 1 to 100"),
                bad(
                        "search",
                        Map.of("name", "guess"),
                        "search.name",
                        "grid, random, bayesian, pbt"),
                bad(
                        "search",
                        Map.of("name", "random", "points", 3),
                        "search.points",
                        "There is no such setting"),
                bad("search", Map.of("name", "grid"), "trials", "The search makes 3 trials"),
                bad(
                        "search",
                        Map.of("name", "pbt", "population", 1),
                        "search.population",
                        "from 2 to 1000"),
                bad(
                        "search",
                        Map.of("name", "pbt", "interval", Map.of("field", "learningRate")),
                        "search.interval.field",
                        "is in the space too"));
    }

    private static Arguments bad(String field, Object value, String named, String message) {
        return Arguments.of(field, value, named, message);
    }

    private static Map<String, Object> change(
            Map<String, Object> dimension, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(dimension);
        changed.put(field, value);
        return changed;
    }

    @ParameterizedTest
    @MethodSource("badSweeps")
    void aSweepThatCannotSucceedIsRefusedWithItsReasons(
            String field, Object value, String named, String message) {
        Map<String, Object> sweep = sweep("bad", 5, 1);
        sweep.put(field, value);

        api.post("/sweeps", sweep)
                .then()
                .statusCode(422)
                .body("errorCode", equalTo("JOB_REJECTED"))
                .body("errors.field", hasItem(named))
                .body("errors.message", hasItem(containsString(message)));
    }

    @ParameterizedTest
    @CsvSource({
        "space, []",
        "space, text",
        "family, no-such-family",
        "modelName, Upper",
        "objective, {}",
        "trials, 0",
        "parallel, 0",
        "search, text",
        "unknown, 1"
    })
    void aMalformedSweepIsRefused(String field, String json) {
        Map<String, Object> sweep = sweep("bad", 5, 1);
        sweep.put(
                field,
                switch (json) {
                    case "[]" -> List.of();
                    case "{}" -> Map.of();
                    case "0", "1" -> Integer.valueOf(json);
                    default -> json;
                });

        api.post("/sweeps", sweep).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void aSearchThatNeedsANumberOfTrialsSaysSo() {
        Map<String, Object> sweep = sweep("bad", 5, 1);
        sweep.remove("trials");

        api.post("/sweeps", sweep)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("trials"))
                .body("errors.message", hasItem(containsString("how many trials")));
    }

    @Test
    void aPopulationIsJudgedByItsFirstGenerationToo() {
        Map<String, Object> sweep = sweep("bad", 0, 1);
        // the rows of a batch are 1, 2, ... 5, and a batch has at least two
        sweep.put(
                "search",
                Map.of("name", "pbt", "interval", Map.of("field", "batchSize", "epochs", 1)));

        api.post("/sweeps", sweep)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("settings.batchSize"))
                .body(
                        "errors.message",
                        hasItem(
                                containsString(
                                        "At learningRate = 1.0E-4, batchSize = 1: The value is"
                                                + " 1;")));
    }

    private static Map<String, Object> population(int tasks, Map<String, Object> schedule) {
        Map<String, Object> sweep = new HashMap<>();
        sweep.put("family", "reactor-model");
        sweep.put("modelName", "reactors");
        sweep.put("settings", Map.of("stepsPerTask", 2, "training", Map.of("schedule", schedule)));
        sweep.put(
                "search",
                Map.of("name", "pbt", "interval", Map.of("field", "tasks", "epochs", tasks)));
        sweep.put("space", List.of(Sweeps.rate(1e-4, 1e-2)));
        sweep.put("objective", Map.of("metric", Sweeps.METRIC, "goal", "minimize"));
        return sweep;
    }

    @Test
    void aScheduleThatNeedsMoreStepsThanTheFirstGenerationHasIsRefused() {
        // the last generation has 2000 steps, which are enough
        api.post("/sweeps", population(200, Map.of("name", "autolrs")))
                .then()
                .statusCode(422)
                .body("errors.size()", equalTo(1))
                .body("errors[0].field", equalTo("settings.training.schedule"))
                .body("errors[0].message", containsString("tasks = 200: autolrs gives a trial"));
    }

    @ParameterizedTest
    @CsvSource({"warmup-cosine, 1", "wsd, 1", "power, 1", "autolrs, 1", "constant, 0"})
    void aPopulationIsWarnedOfSchedulesThatPlanForEachGeneration(String schedule, int warnings) {
        JsonPath check =
                api.post("/sweeps?validateOnly=true", population(1000, Map.of("name", schedule)))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(check.getList("findings")).hasSize(warnings);
        if (warnings > 0) {
            assertThat(check.getString("findings[0].severity")).isEqualTo("WARNING");
            assertThat(check.getString("findings[0].field"))
                    .isEqualTo("settings.training.schedule");
            assertThat(check.getString("findings[0].message"))
                    .startsWith(schedule + " plans for the steps of each generation");
        }
    }

    @Test
    void aScheduleThatDoesNotLookAtTheLengthOfTheRunIsNoReasonToWarn() {
        Map<String, Object> power = Map.of("name", "power", "warmupShare", 0, "decayShare", 0);
        Map<String, Object> sweep = population(1000, power);

        assertThat(findings(sweep)).isEmpty();

        // nor is any in a search without generations
        sweep = population(1000, Map.of("name", "wsd"));
        sweep.put("search", Map.of("name", "random"));
        sweep.put("trials", 2);
        assertThat(findings(sweep)).isEmpty();
    }

    private List<Object> findings(Map<String, Object> sweep) {
        return api.post("/sweeps?validateOnly=true", sweep)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("findings");
    }
}

package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed for twenty seconds while jobs are filed, run and finish. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class DatabaseOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(20);

    EmbeddedPostgres postgres;

    private final Api api = new Api("lab-outage");

    @Test
    void nothingAcceptedIsLostAndNothingLostIsAccepted() throws Exception {
        String dataset = api.readyDataset(12, 1);
        Map<String, Object> settings =
                Map.of("steps", 200, "pauseMillis", 20, "checkpointEvery", 20);
        String straight = api.submit(Api.walk(dataset, "straight", settings));
        api.awaitState(straight, "SUCCEEDED", LIMIT);
        // one job reports progress when the outage begins and finishes while it lasts
        String running = api.submit(Api.walk(dataset, "running", settings));
        FaultSupport.awaitPercentage(api, running, 20);

        List<Response> answers = new CopyOnWriteArrayList<>();
        ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> submits =
                caller.scheduleWithFixedDelay(
                        () ->
                                answers.add(
                                        api.post(
                                                "/jobs",
                                                Api.walk(
                                                        dataset,
                                                        "filed-" + answers.size(),
                                                        Map.of("steps", 5)))),
                        0,
                        500,
                        TimeUnit.MILLISECONDS);
        await().atMost(LIMIT).until(() -> answers.size() >= 2);
        postgres.killHard();
        FaultSupport.outageOf(OUTAGE);
        int readinessInOutage = RestAssured.get("/q/health/ready").statusCode();
        int livenessInOutage = RestAssured.get("/q/health/live").statusCode();
        postgres.start();
        await().atMost(LIMIT).until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
        // a submit that failed would have ended the series
        assertThat(submits.isDone()).isFalse();
        caller.shutdown();
        assertThat(caller.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(readinessInOutage).isEqualTo(503);
        assertThat(livenessInOutage).isEqualTo(200);
        assertThat(answers)
                .extracting(Response::statusCode)
                .contains(202, 503)
                .containsOnly(202, 503);
        for (Response answer : answers) {
            if (answer.statusCode() == 202) {
                api.awaitState(answer.path("id"), "SUCCEEDED", LIMIT);
            } else {
                assertThat(answer.<String>path("errorCode")).isEqualTo("DATABASE_UNAVAILABLE");
            }
        }
        JsonPath job = api.awaitState(running, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(1);
        assertThat(api.weights("running", "1")).isEqualTo(api.weights("straight", "1"));
        assertThat(api.get("/models/running/versions").jsonPath().getList("items")).hasSize(1);
    }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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

        AtomicBoolean over = new AtomicBoolean();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<List<Response>> submits =
                caller.submit(
                        () -> {
                            List<Response> answers = new ArrayList<>();
                            for (int i = 0; !over.get(); i++) {
                                answers.add(
                                        api.post(
                                                "/jobs",
                                                Api.walk(
                                                        dataset,
                                                        "filed-" + i,
                                                        Map.of("steps", 5))));
                                Thread.sleep(500);
                            }
                            return answers;
                        });
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        postgres.killHard();
        FaultSupport.outageOf(OUTAGE);
        int readinessInOutage = RestAssured.get("/q/health/ready").statusCode();
        int livenessInOutage = RestAssured.get("/q/health/live").statusCode();
        postgres.start();
        await().atMost(LIMIT).until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
        over.set(true);

        List<Response> answers = submits.get();
        caller.shutdown();
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

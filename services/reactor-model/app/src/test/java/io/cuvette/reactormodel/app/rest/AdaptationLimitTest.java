package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.BriefAdaptations;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An adaptation that takes longer than any may. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
@TestProfile(BriefAdaptations.class)
class AdaptationLimitTest {
    private final Api api = new Api("limit");

    @Test
    void isStoppedAndHasFailedWithWhatToDo() {
        String reactor = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(30, 3)), 201);
        String id =
                ok(
                                api.post(
                                        "/reactors/" + reactor + "/adaptations",
                                        "{\"method\": \"window\", \"epochs\": 2000}"),
                                202)
                        .getString("id");

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                ok(api.get("/adaptations/" + id), 200)
                                        .getString("state")
                                        .equals("failed"));

        JsonPath failed = ok(api.get("/adaptations/" + id), 200);
        assertThat(failed.getString("failure.errorCode")).isEqualTo("UNPROCESSABLE");
        assertThat(failed.getString("failure.message"))
                .isEqualTo(
                        "The adaptation was stopped after 3 s, the longest that one may take: name"
                                + " fewer files, fewer epochs, or declare a tube with fewer nodes.");
    }
}

package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.training.app.launcher.LocalLauncher;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workers that send heartbeats but hear no stop, as one that hangs in native code. */
@QuarkusTest
@TestProfile(StopDeadlineIT.ShortGraces.class)
@QuarkusTestResource(TrainingBackends.class)
class StopDeadlineIT {

    private static final Map<String, Object> DEAF =
            Map.of("steps", 100_000, "pauseMillis", 10, "checkpointEvery", 20, "ignoreStops", true);

    @Inject LocalLauncher launcher;

    private final Api api = new Api("lab-deaf");

    @Test
    void aCancelledWorkerIsKilled() {
        String id = api.submit(Api.walk(api.readyDataset(12, 1), "deaf", DEAF));
        api.awaitState(id, "RUNNING", LIMIT);

        api.post("/jobs/" + id + ":cancel").then().statusCode(202);

        api.awaitState(id, "CANCELLED", LIMIT);
        await("the process is gone").atMost(LIMIT).until(() -> gone(id, 1));
    }

    @Test
    void aSuspendedWorkerIsKilledAndTheJobParked() {
        String id = api.submit(Api.walk(api.readyDataset(12, 2), "deaf-too", DEAF));
        api.awaitState(id, "RUNNING", LIMIT);

        api.post("/jobs/" + id + ":suspend").then().statusCode(202);

        api.awaitState(id, "SUSPENDED", LIMIT);
        await("the process is gone").atMost(LIMIT).until(() -> gone(id, 1));
        // the end of the killed process does not count as a failure of the parked job
        assertThat(api.job(id).getString("state")).isEqualTo("SUSPENDED");
        assertThat(api.job(id).<Object>get("failure")).isNull();
        api.post("/jobs/" + id + ":cancel").then().statusCode(202);
    }

    private boolean gone(String id, int attempt) {
        return launcher.processId(id, attempt).isEmpty();
    }

    /** Shorter than a test may last. */
    public static final class ShortGraces implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("cuvette.jobs.cancel-grace", "2s", "cuvette.jobs.suspend-grace", "2s");
        }
    }
}

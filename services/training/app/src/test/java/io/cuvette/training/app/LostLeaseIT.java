package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.launcher.LaunchRequest;
import io.cuvette.training.app.launcher.LocalLauncher;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.FakeWorker;
import io.cuvette.training.app.testing.LeaseDesk;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real worker whose lease was given to another attempt. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class LostLeaseIT {

    private static final String TENANT = "lab-lost";

    @Inject LeaseDesk desk;
    @Inject LocalLauncher launcher;
    @Inject ObjectStore store;

    private final Api api = new Api(TENANT);

    @Test
    void aWorkerThatSleptThroughItsLeaseStopsByItselfAndPublishesNothing() throws Exception {
        String dataset = api.readyDataset(12, 1);
        String id =
                api.submit(
                        Api.walk(
                                dataset,
                                "slept",
                                Map.of("steps", 400, "pauseMillis", 10, "checkpointEvery", 10)));
        LaunchRequest first = desk.lease(TENANT, id);
        launcher.launch(first);
        FaultSupport.awaitPercentage(api, id, 10);
        FaultSupport.signal("-STOP", launcher, id, 1);
        desk.takeAway(TENANT, id);
        FakeWorker holder = new FakeWorker(store, desk.lease(TENANT, id));
        holder.assignment().then().statusCode(200);

        FaultSupport.signal("-CONT", launcher, id, 1);

        await("the first worker is gone")
                .atMost(LIMIT)
                .until(() -> launcher.processId(id, 1).isEmpty());
        assertThat(api.job(id).getString("state")).isEqualTo("RUNNING");
        assertThat(api.job(id).getInt("attempt")).isEqualTo(2);
        api.get("/models/slept").then().statusCode(404);
        holder.post("/publish", holder.upload("weights of the second")).then().statusCode(201);
        assertThat(api.get("/models/slept/versions").jsonPath().getList("items")).hasSize(1);
    }
}

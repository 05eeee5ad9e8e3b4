package io.cuvette.training.app;

import static io.cuvette.training.app.FaultSupport.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStat;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.StoredObject;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.launcher.LocalLauncher;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.cuvette.training.core.testing.TestAutoencoderProgram;
import io.cuvette.training.core.testing.WeightsOnly;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers die, and the final weights are those of a run that nothing happened to. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class WorkerKillIT {

    private static final String TENANT = "lab-kill";
    private static final int CHECKPOINT_STEPS = 40;

    /** 60 epochs of 4 steps. */
    private static final Map<String, Object> SETTINGS =
            Map.of(
                    "epochs", 60,
                    "batchSize", 8,
                    "checkpointSteps", CHECKPOINT_STEPS,
                    "stepMillis", 50);

    private static String dataset;
    private static String uninterrupted;

    @Inject LocalLauncher launcher;
    @Inject ObjectStore store;
    @Inject Session session;
    @Inject WorkerConfig workers;

    @TempDir Path folder;

    private final Api api = new Api(TENANT);

    /** SHA-256 of the weights of a run that nothing happens to. */
    private String uninterrupted() {
        if (uninterrupted == null) {
            dataset = api.readyDataset(32, 1);
            String id = api.submit(autoencoder(dataset, "straight", SETTINGS));
            api.awaitState(id, "SUCCEEDED", LIMIT);
            uninterrupted = api.weights("straight", "1");
        }
        return uninterrupted;
    }

    @Test
    void killedAtThreePointsTheWeightsAreThoseOfAnUninterruptedRun() throws Exception {
        String expected = uninterrupted();

        String id = api.submit(autoencoder(dataset, "killed", SETTINGS));
        // before the first checkpoint, between two, and seconds before the end: a worker tells how
        // far it is once a second
        double[] points = {5, 28, 60};
        for (int attempt = 1; attempt <= points.length; attempt++) {
            FaultSupport.awaitPercentage(api, id, points[attempt - 1]);
            FaultSupport.kill9(launcher, id, attempt);
            int next = attempt + 1;
            await().atMost(LIMIT).until(() -> api.job(id).getInt("attempt") == next);
        }

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(4);
        assertThat(job.getInt("modelVersion")).isEqualTo(1);
        assertThat(job.getString("conditions.find { it.type == 'Interrupted' }.reason"))
                .isEqualTo("WORKER_KILLED");
        assertThat(api.weights("killed", "1")).isEqualTo(expected);
        // of 1,920; what was trained between the last report and the kill is not counted
        assertThat(job.getLong("cost.samples")).isGreaterThan(1500);
        assertThat(job.getDouble("cost.cpuSeconds")).isGreaterThan(0.5);
        assertThat(job.getDouble("cost.joules")).isPositive();
        assertThat(job.getDouble("cost.gramsCo2")).isPositive();
        assertThat(job.getLong("cost.peakMemoryBytes")).isGreaterThan(50L << 20);
        assertThat(log(id, 2)).doesNotContain("resuming from step");
        assertThat(log(id, 3)).containsPattern("resuming from step (40|80)\n");
        assertThat(log(id, 4)).containsPattern("resuming from step (120|160|200)\n");
    }

    @Test
    void resumedWithItsWeightsAloneTheRunEndsElsewhere() throws Exception {
        String expected = uninterrupted();
        String id = suspendedAt(28, "weights-only");
        ObjectKey newest = newestCheckpoint(id);
        Path whole = Files.write(folder.resolve("whole"), store.read(newest, 1 << 20));
        Path stripped = folder.resolve("stripped");
        WeightsOnly.strip(whole, stripped);
        StoredObject replaced = store.put(newest, stripped);
        record(newest, replaced);

        api.post("/jobs/" + id + ":resume").then().statusCode(202);

        api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(log(id, 2)).contains("resuming from step " + step(newest) + "\n");
        assertThat(api.weights("weights-only", "1")).isNotEqualTo(expected);
    }

    @Test
    void aTruncatedNewestCheckpointFallsBackToTheOneBefore() throws Exception {
        String expected = uninterrupted();
        String id = suspendedAt(28, "truncated");
        ObjectKey newest = newestCheckpoint(id);
        byte[] bytes = store.read(newest, 1 << 20);
        store.put(newest, Arrays.copyOf(bytes, bytes.length / 2));

        api.post("/jobs/" + id + ":resume").then().statusCode(202);

        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(2);
        assertThat(log(id, 2))
                .contains("checkpoint of step " + step(newest) + " is damaged")
                .contains("resuming from step " + fallback(newest) + "\n");
        assertThat(api.weights("truncated", "1")).isEqualTo(expected);
    }

    private String suspendedAt(double percentage, String model) {
        String id = api.submit(autoencoder(dataset, model, SETTINGS));
        FaultSupport.awaitPercentage(api, id, percentage);
        api.post("/jobs/" + id + ":suspend").then().statusCode(202);
        api.awaitState(id, "SUSPENDED", LIMIT);
        return id;
    }

    private ObjectKey newestCheckpoint(String id) {
        List<ObjectStat> checkpoints =
                store.list(
                                ObjectKeys.checkpointPrefix(new TenantId(TENANT), id),
                                Optional.empty(),
                                10)
                        .objects();
        return checkpoints.get(checkpoints.size() - 1).key();
    }

    private static long step(ObjectKey checkpoint) {
        return Long.parseLong(checkpoint.value().replaceAll(".*/0*(\\d+)-1\\..*", "$1"));
    }

    private static long fallback(ObjectKey newest) {
        return (step(newest) - 1) / CHECKPOINT_STEPS * CHECKPOINT_STEPS;
    }

    /** As if the stored bytes were those that the worker had recorded. */
    private void record(ObjectKey key, StoredObject object) {
        int rows =
                QuarkusTransaction.requiringNew()
                        .call(
                                () ->
                                        session.createNativeMutationQuery(
                                                        "update checkpoint set sha256 = :sha256,"
                                                                + " size_bytes = :size"
                                                                + " where object_key = :key")
                                                .setParameter("sha256", object.sha256().hex())
                                                .setParameter("size", object.sizeBytes())
                                                .setParameter("key", key.value())
                                                .executeUpdate());
        assertThat(rows).isEqualTo(1);
    }

    private String log(String id, int attempt) throws IOException {
        return Files.readString(
                Path.of(workers.folder()).resolve("logs").resolve(id + "-" + attempt + ".log"));
    }

    @Test
    void twoTensorRunsAtOnceGiveTheWeightsOfOneAlone() {
        String other = api.readyDataset(32, 3);
        Map<String, Object> settings = Map.of("epochs", 10, "batchSize", 8, "stepMillis", 20);
        String alone = api.submit(autoencoder(other, "ae-alone", settings));
        api.awaitState(alone, "SUCCEEDED", LIMIT);

        String first = api.submit(autoencoder(other, "ae-first", settings));
        String second = api.submit(autoencoder(other, "ae-second", settings));
        await().atMost(LIMIT)
                .until(
                        () ->
                                api.job(first).getString("state").equals("RUNNING")
                                        && api.job(second).getString("state").equals("RUNNING"));
        api.awaitState(first, "SUCCEEDED", LIMIT);
        api.awaitState(second, "SUCCEEDED", LIMIT);

        assertThat(api.weights("ae-first", "1")).isEqualTo(api.weights("ae-alone", "1"));
        assertThat(api.weights("ae-second", "1")).isEqualTo(api.weights("ae-alone", "1"));
    }

    private static Map<String, Object> autoencoder(
            String dataset, String model, Map<String, Object> settings) {
        Map<String, Object> job = new HashMap<>(Api.walk(dataset, model, settings));
        job.put("family", TestAutoencoderProgram.FAMILY);
        return job;
    }
}

package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.service.testing.ServiceProcess;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.Sweeps;
import io.cuvette.training.app.testing.TrainingBackends;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of the packaged service, with real workers, killed on the way and not. */
class SweepIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String METRIC = "validation.mse";

    @TempDir static Path folder;

    private static final Api API = new Api("lab-sweep-run");
    private static final Sweeps SWEEPS = new Sweeps(API);
    private static TrainingBackends backends;
    private static ServiceProcess service;
    private static String dataset;
    private static int restAssuredPort;

    @BeforeAll
    static void serviceWithADataset() throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "needs the packaged service: run mvn verify");
        backends = new TrainingBackends();
        Map<String, String> configuration = new HashMap<>(backends.start());
        configuration.put("cuvette.worker.max-heap", "1G");
        service = new ServiceProcess(configuration);
        restAssuredPort = RestAssured.port;
        RestAssured.port = service.port();
        service.start();
        Path file = folder.resolve("cells.h5ad");
        SplatterLike.Settings cells = new SplatterLike.Settings(240, 120, 3, 3, 0.35, 0, false);
        H5adWriter.write(file, SplatterLike.generate(cells, 5).data());
        dataset = API.readyDataset(Files.readAllBytes(file));
    }

    @AfterAll
    static void end() {
        if (service != null) {
            service.close();
            RestAssured.port = restAssuredPort;
        }
        if (backends != null) {
            backends.stop();
        }
    }

    private static Map<String, Object> sweep(String model, Map<String, Object> search, int trials) {
        Map<String, Object> sweep = Sweeps.ofRate(dataset, model, search, trials);
        sweep.put("family", "batch-correction");
        sweep.put(
                "settings",
                Map.of(
                        "batchKey", "batch",
                        "methods", List.of("fe"),
                        "genes", 40,
                        "hidden1", 16,
                        "hidden2", 8,
                        "latent", 4,
                        "components", 4,
                        "evaluationCells", 100,
                        "batchSize", 16,
                        "epochs", 6));
        sweep.put("objective", Map.of("metric", METRIC, "goal", "minimize"));
        sweep.put("parallel", 2);
        return sweep;
    }

    /** What must be the same whatever happened on the way. */
    private static List<List<Object>> results(String model, String id) {
        List<List<Object>> results = new ArrayList<>();
        for (Map<String, Object> trial : SWEEPS.trials(id).<Map<String, Object>>getList("items")) {
            assertThat(trial).containsEntry("state", "SUCCEEDED");
            results.add(
                    List.of(
                            trial.get("trial"),
                            trial.get("settings"),
                            trial.get("objective").toString(),
                            trial.get("rank"),
                            API.weights(model, trial.get("modelVersion").toString())));
        }
        return results;
    }

    private static long filed(String id) {
        return API.get("/jobs?pageSize=200&sweepId=" + id).jsonPath().getList("items").size();
    }

    @Test
    void aRandomSweepWhoseServiceIsKilledTwiceHasExactlyItsTrialsAndTheSameBest() throws Exception {
        Map<String, Object> random = Map.of("name", "random");
        String straight = SWEEPS.submit(sweep("straight", random, 4));
        JsonPath expected = SWEEPS.awaitState(straight, "SUCCEEDED", LIMIT);

        String id = SWEEPS.submit(sweep("killed", random, 4));
        // at once: whatever the driver was doing
        service.kill9();
        service.start();
        await().atMost(LIMIT).until(() -> SWEEPS.get(id).getInt("progress.succeeded") >= 1);
        service.kill9();
        FaultSupport.outageOf(Duration.ofSeconds(2));
        service.start();

        JsonPath done = SWEEPS.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(results("killed", id)).isEqualTo(results("straight", straight)).hasSize(4);
        assertThat(filed(id)).isEqualTo(4);
        assertThat(done.getInt("best.trial")).isEqualTo(expected.getInt("best.trial"));
        assertThat(done.getString("best.objective"))
                .isEqualTo(expected.getString("best.objective"));
        assertThat(API.get("/models/killed/versions").jsonPath().getList("items")).hasSize(4);
        save(id, "sweep-random.png");
    }

    @Test
    void aPopulationWhoseServiceAndWorkersAreKilledEndsAsOneThatNothingHappenedTo()
            throws Exception {
        Map<String, Object> pbt =
                Map.of(
                        "name",
                        "pbt",
                        "population",
                        2,
                        "generations",
                        3,
                        "interval",
                        Map.of("field", "epochs", "epochs", 2));
        String straight = SWEEPS.submit(sweep("straight-population", pbt, 0));
        SWEEPS.awaitState(straight, "SUCCEEDED", LIMIT);

        String id = SWEEPS.submit(sweep("killed-population", pbt, 0));
        await().atMost(LIMIT).until(() -> SWEEPS.get(id).getInt("progress.filed") >= 4);
        List<ProcessHandle> workers = service.workers();
        service.kill9();
        workers.forEach(ProcessHandle::destroyForcibly);
        service.start();

        SWEEPS.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(results("killed-population", id))
                .isEqualTo(results("straight-population", straight))
                .hasSize(6);
        assertThat(filed(id)).isEqualTo(6);
        List<Integer> from = SWEEPS.trials(id).getList("items.from");
        assertThat(from.subList(0, 2)).containsOnlyNulls();
        assertThat(from.subList(2, 6)).doesNotContainNull();
        save(id, "sweep-population.png");
    }

    /** To be looked at. */
    private static void save(String id, String name) throws Exception {
        byte[] png =
                API.call()
                        .accept("image/png")
                        .get("/api/v1/sweeps/" + id + "/plot")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray();
        Files.write(Path.of("target", name), png);
    }
}

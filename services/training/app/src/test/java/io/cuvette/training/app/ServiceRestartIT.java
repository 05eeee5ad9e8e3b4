package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.service.testing.ServiceProcess;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service is killed or stopped, and started again, while its worker trains. */
class ServiceRestartIT {

    /** Longer than the lease: it runs out while nobody can renew it. */
    private static final Duration OUTAGE = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir static Path folder;

    private static final Api API = new Api("lab-restart");
    private static TrainingBackends backends;
    private static ServiceProcess service;
    private static Path workerFolder;
    private static String dataset;
    private static int restAssuredPort;

    @BeforeAll
    static void serviceWithADatasetAndAnUndisturbedModel() throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "needs the packaged service: run mvn verify");
        backends = new TrainingBackends();
        Map<String, String> configuration = new HashMap<>(backends.start());
        configuration.put("cuvette.worker.max-heap", "1G");
        configuration.put("cuvette.worker.scratch-grace", "2s");
        configuration.put("cuvette.worker.scratch-every", "1s");
        workerFolder = Path.of(configuration.get("cuvette.worker.folder"));
        service = new ServiceProcess(configuration);
        restAssuredPort = RestAssured.port;
        RestAssured.port = service.port();
        service.start();
        Path file = folder.resolve("cells.h5ad");
        SplatterLike.Settings cells = new SplatterLike.Settings(240, 120, 3, 3, 0.35, 0, false);
        H5adWriter.write(file, SplatterLike.generate(cells, 5).data());
        dataset = API.readyDataset(Files.readAllBytes(file));
        API.awaitState(API.submit(job("straight")), "SUCCEEDED", LIMIT);
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

    /** Seconds of training; when it ends while the service is away, the worker waits to publish. */
    private static Map<String, Object> job(String model) {
        int epochs = 150;
        Map<String, Object> job =
                new HashMap<>(
                        Api.walk(
                                dataset,
                                model,
                                Map.of(
                                        "batchKey",
                                        "batch",
                                        "methods",
                                        List.of("fe"),
                                        "genes",
                                        60,
                                        "batchSize",
                                        16,
                                        "epochs",
                                        epochs,
                                        "patience",
                                        epochs)));
        job.put("family", "batch-correction");
        return job;
    }

    @Test
    void aWorkerOutlivesTheKilledServiceAndItsRunIsNotDisturbed() throws Exception {
        String id = API.submit(job("outlived"));
        FaultSupport.awaitPercentage(API, id, 20);
        List<ProcessHandle> workers = service.workers();
        assertThat(workers).hasSize(1);

        service.kill9();
        FaultSupport.outageOf(OUTAGE);
        assertThat(workers.get(0).isAlive()).isTrue();
        service.start();

        JsonPath job = API.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(1);
        assertThat(API.weights("outlived", "1")).isEqualTo(API.weights("straight", "1"));
        assertThat(API.get("/models/outlived/versions").jsonPath().getList("items")).hasSize(1);
        // nobody saw the worker end, yet its scratch folder goes
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.notExists(workerFolder.resolve(id + "-1")));
    }

    @Test
    void aServiceStoppedInOrderTakesItsWorkerAlongAndTheJobIsResumed() throws Exception {
        String id = API.submit(job("resumed"));
        FaultSupport.awaitPercentage(API, id, 30);
        List<ProcessHandle> workers = service.workers();

        service.stop();
        assertThat(workers).hasSize(1).noneMatch(ProcessHandle::isAlive);
        service.start();

        JsonPath job = API.awaitState(id, "SUCCEEDED", LIMIT);
        assertThat(job.getInt("attempt")).isEqualTo(2);
        assertThat(API.weights("resumed", "1")).isEqualTo(API.weights("straight", "1"));
    }

    @Test
    void anAcceptedUploadIsValidatedByTheServiceThatComesBack() throws Exception {
        Api.Uploaded uploaded = API.upload(Api.table(20, 4));
        API.complete(uploaded).then().statusCode(202);

        service.kill9();
        service.start();

        await().atMost(LIMIT)
                .until(
                        () ->
                                API.get("/datasets/" + uploaded.id())
                                        .jsonPath()
                                        .getString("state")
                                        .equals("READY"));
    }
}

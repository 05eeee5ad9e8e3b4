package io.cuvette.reactormodel.app;

import static io.cuvette.reactormodel.app.testing.Api.ROOT;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.S3ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.service.store.StoreConfig;
import io.cuvette.service.testing.ServiceProcess;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged service is killed while it adapts and takes files, again and again. */
class ServiceKillIT {
    private static final int LEAST_KILLS = 3;
    private static final int MOST_KILLS = 12;
    private static final int CLIENTS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int QUEUED = 4;
    private static final String IN_STATE = "select count(*) from adaptation where state = '%s'";
    private static final String TENANT = "lab-kill";

    private static final Api API = new Api(TENANT);
    private static ReactorBackends backends;
    private static Map<String, String> configuration;
    private static ServiceProcess service;
    private static ObjectStore store;
    private static int restAssuredPort;

    private final Queue<String> adapted = new ConcurrentLinkedQueue<>();
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "needs the packaged service: run mvn verify");
        backends = new ReactorBackends();
        configuration = new HashMap<>(backends.start());
        configuration.put("cuvette.reactors.most-run-files", "1000");
        configuration.put("cuvette.reactors.most-adaptations", "1000");
        configuration.put("cuvette.reactors.parallel-per-tenant", "4");
        configuration.put("cuvette.reactors.most-queued-per-tenant", "20");
        store =
                S3ObjectStore.connect(
                        StoreConfig.fromEnvironment(
                                Map.of(
                                        "CUVETTE_STORE_ENDPOINT",
                                        configuration.get("cuvette.store.endpoint"),
                                        "CUVETTE_STORE_ACCESS_KEY",
                                        configuration.get("cuvette.store.access-key"),
                                        "CUVETTE_STORE_SECRET_KEY",
                                        configuration.get("cuvette.store.secret-key"),
                                        "CUVETTE_STORE_REGION",
                                        configuration.get("cuvette.store.region"),
                                        "CUVETTE_STORE_BUCKET",
                                        configuration.get("cuvette.store.bucket"))));
        service = new ServiceProcess(configuration);
        restAssuredPort = RestAssured.port;
        RestAssured.port = service.port();
        service.start();
    }

    @AfterAll
    static void end() {
        if (service != null) {
            service.close();
            store.close();
            RestAssured.port = restAssuredPort;
        }
        if (backends != null) {
            backends.stop();
        }
    }

    @Test
    void whatIsThereIsWholeWhatWasAnsweredIsThereAndTheRestIsCleanedUp() throws Exception {
        String reactor = API.reactor(MeasuredTank.DECLARATION);
        byte[] runs = MeasuredTank.csv(6, 3);
        String learned = ok(API.send(reactor, "text/csv", runs), 201).getString("id");
        Random random = new Random(17);
        int abandoned = 0;
        for (int kill = 0; kill < LEAST_KILLS || (abandoned == 0 && kill < MOST_KILLS); kill++) {
            killWhileBusy(reactor, learned, Duration.ofMillis(1500 + random.nextInt(500)));
            abandoned += count("select count(*) from cleanup");
            service.start();

            assertWhole(reactor, learned);
        }

        assertThat(abandoned).as("kills between objects and their row").isPositive();
        // what was half made is deleted when its time is up, which takes half an hour
        update("update cleanup set not_before = now()");
        await().atMost(LIMIT).until(() -> count("select count(*) from cleanup") == 0);
        assertThat(objects(reactor))
                .isEqualTo(
                        2 * count("select count(*) from adaptation")
                                + count("select count(*) from reactor_runs"));
        assertWhole(reactor, learned);
        // and it works on
        ok(adapt(reactor, learned), 201);
    }

    @Test
    void whatWasQueuedOrBeingMadeIsMadeOnceAfterAKill() throws Exception {
        String reactor = API.reactor(MeasuredTank.DECLARATION);
        int many = ReactorBackends.MOST_RUNS_OF_AN_ADAPTATION + 1;
        ok(API.send(reactor, "text/csv", MeasuredTank.csv(many, 3)), 201);
        List<String> queued = new ArrayList<>();
        for (int i = 0; i < QUEUED; i++) {
            String json =
                    "{\"method\": \"window\", \"physics\": \"chosen\", \"epochs\": 200, \"seed\": %d}"
                            .formatted(i);
            queued.add(
                    ok(API.post("/reactors/" + reactor + "/adaptations", json), 202)
                            .getString("id"));
        }
        await().atMost(LIMIT).until(() -> count(IN_STATE.formatted("RUNNING")) == 1);
        service.kill9();

        assertThat(count(IN_STATE.formatted("RUNNING"))).isEqualTo(1);
        int begun = count("select sum(attempts) from adaptation where state <> 'QUEUED'");
        assertThat(count(IN_STATE.formatted("QUEUED"))).isPositive();
        service.start();

        // what was being made is another's when nobody has spoken for it for half a minute
        await().atMost(LIMIT.multipliedBy(3))
                .until(() -> count(IN_STATE.formatted("READY")) == QUEUED);
        assertThat(ids("/reactors/" + reactor + "/adaptations"))
                .containsExactlyInAnyOrderElementsOf(queued);
        assertThat(count("select sum(attempts) from adaptation")).isEqualTo(QUEUED + 1);
        assertThat(begun).isBetween(1, QUEUED - 1);
        assertThat(objects(reactor)).isEqualTo(2 * QUEUED + 1);
        assertWhole(queued);
        assertThat(API.delete("/reactors/" + reactor).statusCode()).isEqualTo(204);
    }

    private void killWhileBusy(String reactor, String learned, Duration after) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int client = 0; client < CLIENTS; client++) {
            boolean adapts = client % 2 == 0;
            clients.execute(
                    () -> {
                        while (!over.get()) {
                            try {
                                ask(adapts, reactor, learned);
                            } catch (Exception e) {
                                // the service is gone
                                return;
                            }
                        }
                    });
        }
        Thread.sleep(after.toMillis());
        service.kill9();
        over.set(true);
        clients.shutdown();
        assertThat(clients.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void ask(boolean adapts, String reactor, String learned) {
        Response response =
                adapts
                        ? adapt(reactor, learned)
                        : API.send(reactor, "text/csv", MeasuredTank.csv(2, sent.size()));
        if (response.statusCode() == 201) {
            (adapts ? adapted : sent).add(response.jsonPath().getString("id"));
        }
    }

    private static Response adapt(String reactor, String learned) {
        return API.post(
                "/reactors/" + reactor + "/adaptations", "{\"runs\": [\"" + learned + "\"]}");
    }

    private void assertWhole(String reactor, String learned) {
        List<String> models = ids("/reactors/" + reactor + "/adaptations");
        assertThat(models).containsAll(adapted);
        assertWhole(models);
        List<String> files = ids("/reactors/" + reactor + "/runs");
        assertThat(files).containsAll(sent).contains(learned);
        for (String file : files) {
            String path = "/reactors/" + reactor + "/runs/" + file;
            String sha256 = ok(API.get(path), 200).getString("sha256");
            Response content = API.call().accept("*/*").get(ROOT + path + "/content");
            assertThat(content.statusCode()).isEqualTo(200);
            assertThat(Sha256.of(content.asByteArray()).hex()).isEqualTo(sha256);
        }
    }

    /** Each answers. */
    private static void assertWhole(List<String> models) {
        for (String model : models) {
            JsonPath predicted =
                    ok(
                            API.post(
                                    "/adaptations/" + model + ":predict",
                                    """
                                    {"runs": [{"initialState":
                                      {"concentrationKmolPerM3": 2, "temperatureK": 400},
                                      "timesH": [0.005]}]}
                                    """),
                            200);
            assertThat(predicted.getDouble("runs[0].prediction.temperaturesK[0]"))
                    .isBetween(350.0, 450.0);
        }
    }

    /** Of all pages. */
    private static List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            String next = token.map(t -> "&pageToken=" + t).orElse("");
            JsonPath page = ok(API.get(path + "?pageSize=100" + next), 200);
            ids.addAll(page.getList("items.id", String.class));
            token = Optional.ofNullable(page.getString("nextPageToken"));
        } while (token.isPresent());
        return ids;
    }

    private static int objects(String reactor) {
        return store.list(
                        new KeyPrefix("tenants/" + TENANT + "/reactors/" + reactor + "/"),
                        Optional.empty(),
                        1000)
                .objects()
                .size();
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                configuration.get("quarkus.datasource.jdbc.url"),
                configuration.get("quarkus.datasource.username"),
                configuration.get("quarkus.datasource.password"));
    }

    private static int count(String query) throws SQLException {
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void update(String statement) throws SQLException {
        try (Connection connection = database();
                Statement update = connection.createStatement()) {
            update.executeUpdate(statement);
        }
    }
}

package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.ROOT;
import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class RunsTest {
    private static final String HEADER = "run,timeH,concentrationKmolPerM3,temperatureK\n";

    @Inject ObjectStore store;

    private final Api api = new Api("measuring");
    private String id;

    @BeforeEach
    void declare() {
        id = api.reactor(MeasuredTank.DECLARATION);
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] table(String rows) {
        return bytes(
                HEADER.strip()
                        + ",heatDeviationKJPerH,feedConcentrationDeviationKmolPerM3\n"
                        + rows);
    }

    /** Made by pyarrow; see make_parquet.py beside it. */
    private static byte[] parquet(String name) throws IOException {
        return Files.readAllBytes(Path.of("..", "model", "src", "test", "resources", "runs", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsResource.PARQUET, "application/octet-stream"})
    void takesParquetAndAdaptsToIt(String mediaType) throws IOException {
        byte[] file = parquet("long.parquet");
        JsonPath sent = ok(api.send(id, mediaType, file), 201);
        String path = "/reactors/" + id + "/runs/" + sent.getString("id");

        assertThat(sent.getList("runs.name")).containsExactly("7");
        // the first row is the start, and every fifth temperature is missing
        assertThat(sent.getInt("runs[0].times")).isEqualTo(299);
        assertThat(sent.getInt("runs[0].measured")).isEqualTo(299 + 239);
        assertThat(sent.getDouble("runs[0].lastTimeH")).isCloseTo(299 / 3600.0, within(1e-6));
        Response content = api.call().accept("*/*").get(ROOT + path + "/content");
        assertThat(content.asByteArray()).isEqualTo(file);
        assertThat(content.contentType()).startsWith(mediaType);
        JsonPath made = ok(api.post("/reactors/" + id + "/adaptations", "{}"), 201);
        assertThat(made.getInt("result.measured")).isEqualTo(538);
    }

    @ParameterizedTest
    @CsvSource({
        "zstd.parquet, compressed with ZSTD",
        "timestamps.parquet, The column timeMin is stored",
        "delta.parquet, DELTA_BINARY_PACKED",
        "bomb.parquet, ''"
    })
    void refusesParquetItCannotReadOrThatUnfolds(String name, String words) throws IOException {
        Response refused = api.send(id, RunsResource.PARQUET, parquet(name));

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(refused.asString()).contains(words);
        assertThat(ok(api.get("/reactors/" + id + "/runs"), 200).getList("items")).isEmpty();
    }

    @Test
    void keepsAFileAsItWasSentAndSaysWhatItHolds() {
        byte[] csv = MeasuredTank.csv(3, 1);
        Response sent = api.send(id, "text/csv", csv);
        JsonPath file = ok(sent, 201);
        String path = "/reactors/" + id + "/runs/" + file.getString("id");

        assertThat(sent.header("Location")).isEqualTo(ROOT + path);
        assertThat(file.getList("runs.name")).containsExactly("run0", "run1", "run2");
        assertThat(file.getInt("runs[0].times")).isEqualTo(10);
        assertThat(file.getInt("runs[0].measured")).isEqualTo(20);
        assertThat(file.getString("sha256")).isEqualTo(Sha256.of(csv).hex());
        assertThat(file.getInt("sizeBytes")).isEqualTo(csv.length);
        assertThat(ok(api.get(path), 200).getString("name")).isEqualTo("runs");
        Response content = api.call().accept("*/*").get(ROOT + path + "/content");
        assertThat(content.asByteArray()).isEqualTo(csv);
        assertThat(content.contentType()).startsWith("text/csv");
        JsonPath list = ok(api.get("/reactors/" + id + "/runs"), 200);
        assertThat(list.getList("items.runCount")).containsExactly(3);
        assertThat(list.getMap("items[0]")).doesNotContainKey("runs");

        assertThat(api.delete(path).statusCode()).isEqualTo(204);
        assertThat(code(api.get(path), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(api.get(path + "/content"), 404)).isEqualTo("NOT_FOUND");
        assertThat(objects()).isZero();
    }

    private long objects() {
        return store.list(
                        ObjectKeys.reactorPrefix(new TenantId("measuring"), id),
                        Optional.empty(),
                        100)
                .objects()
                .size();
    }

    @Test
    void readsJsonAndUnitsBesideTheFile() {
        JsonPath json =
                ok(
                        api.send(
                                id,
                                "application/json",
                                bytes(
                                        """
                                        {"runs": [{"name": "a", "timeMin": [0, 0.1],
                                                   "temperatureC": [127, 128],
                                                   "concentrationMolPerL": [2, null],
                                                   "inputs": {"heatKW": 10,
                                                     "feedConcentrationDeviationKmolPerM3": 0}}]}
                                        """)),
                        201);
        assertThat(json.getList("runs.name")).containsExactly("a");
        assertThat(json.getInt("runs[0].measured")).isEqualTo(1);

        byte[] bare =
                bytes(
                        "run,time,concentrationKmolPerM3,temperature,heatDeviationKJPerH,"
                                + "feedConcentrationDeviationKmolPerM3\n"
                                + "a,0,2,127,0,0\na,3.6,1.9,130,0,0\n");
        Response unnamed = api.send(id, "text/csv", bare);
        assertThat(code(unnamed, 400)).isEqualTo("INVALID_REQUEST");
        JsonPath named =
                ok(
                        api.call()
                                .contentType("text/csv")
                                .body(bare)
                                .post(
                                        ROOT
                                                + "/reactors/"
                                                + id
                                                + "/runs?unit=time:s&unit=temperature:C&name=bare"),
                        201);
        assertThat(named.getString("name")).isEqualTo("bare");
        assertThat(named.getDouble("runs[0].lastTimeH")).isEqualTo(0.001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"runs\": []}",
                "run,timeH\na,0\n",
                "run,timeH,concentrationKmolPerM3,temperatureK,steam\na,0,1,400,2\n",
            })
    void refusesWhatIsNoTableOfRuns(String content) {
        assertThat(code(api.send(id, "text/csv", bytes(content)), 400))
                .isEqualTo("INVALID_REQUEST");
        assertThat(objects()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,0,-2,400,0,0\na,0.001,1,401,0,0\n",
                "a,0,2,-400,0,0\na,0.001,1,401,0,0\n",
                "a,0,2,40,0,0\na,0.001,1,401,0,0\n",
                "a,0,2,400,0,0\na,-1,1,401,0,0\n",
                "a,0,2,400,0,0\na,0.001,inf,401,0,0\n",
                "a,0,2,400,0,0\na,0.001,many,401,0,0\n",
                "a,0,2,400,0,-9\na,0.001,1,401,0,0\n",
            })
    void refusesValuesThatCannotBeMeant(String rows) {
        assertThat(findings(api.send(id, "text/csv", table(rows)), 400)).isNotEmpty();
        assertThat(objects()).isZero();
    }

    @Test
    void boundsSizesAndTypes() {
        assertThat(code(api.send(id, "text/csv", new byte[0]), 400)).isEqualTo("INVALID_REQUEST");
        assertThat(
                        code(
                                api.send(
                                        id,
                                        "text/csv",
                                        new byte[ReactorBackends.LARGEST_RUN_FILE + 1]),
                                413))
                .isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(code(api.send(id, "text/html", MeasuredTank.csv(1, 1)), 415))
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(
                        findings(
                                api.call()
                                        .contentType("text/csv")
                                        .body(MeasuredTank.csv(1, 1))
                                        .post(ROOT + "/reactors/" + id + "/runs?unit=C"),
                                400))
                .containsKey("unit");
        byte[] one = MeasuredTank.csv(1, 1);
        for (int i = 0; i < 20; i++) {
            ok(api.send(id, "text/csv", one), 201);
        }
        assertThat(code(api.send(id, "text/csv", one), 429)).isEqualTo("TOO_MANY_REQUESTS");
        // what was put for the refused one goes as well
        assertThat(objects()).isBetween(20L, 21L);
    }

    @Test
    void storesOncePerKey() {
        byte[] csv = MeasuredTank.csv(2, 7);
        Response first = keyed(csv);
        Response again = keyed(csv);

        assertThat(ok(again, 201).getString("id")).isEqualTo(ok(first, 201).getString("id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(code(keyed(MeasuredTank.csv(2, 8)), 422)).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(objects()).isOne();
    }

    private Response keyed(byte[] csv) {
        return api.call()
                .contentType("text/csv")
                .header("Idempotency-Key", "runs-" + id)
                .body(csv)
                .post(ROOT + "/reactors/" + id + "/runs");
    }

    @Test
    void goWithTheirReactor() {
        ok(api.send(id, "text/csv", MeasuredTank.csv(2, 7)), 201);
        assertThat(objects()).isOne();

        assertThat(api.delete("/reactors/" + id).statusCode()).isEqualTo(204);

        await().until(() -> objects() == 0);
        assertThat(code(api.get("/reactors/" + id + "/runs"), 404)).isEqualTo("NOT_FOUND");
    }

    @Test
    void areTheirTenantsAlone() {
        String file = ok(api.send(id, "text/csv", MeasuredTank.csv(2, 7)), 201).getString("id");
        Api stranger = new Api("stranger");
        String path = "/reactors/" + id + "/runs";

        assertThat(code(stranger.get(path), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.get(path + "/" + file), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.get(path + "/" + file + "/content"), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.delete(path + "/" + file), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(stranger.send(id, "text/csv", MeasuredTank.csv(2, 7)), 404))
                .isEqualTo("NOT_FOUND");
        String own = stranger.reactor(MeasuredTank.DECLARATION);
        assertThat(code(stranger.get("/reactors/" + own + "/runs/" + file), 404))
                .isEqualTo("NOT_FOUND");
        stranger.delete("/reactors/" + own);
    }
}

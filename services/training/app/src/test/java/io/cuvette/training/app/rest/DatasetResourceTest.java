package io.cuvette.training.app.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class DatasetResourceTest {

    private static final String NO_ID = "01arz3ndektsv4rrffq69g5fav";

    @Inject ObjectStore store;
    @Inject Session session;

    private final Api api = new Api("lab-data");
    private final Api stranger = new Api("lab-other");

    @Test
    void validatesAnUploadAndDescribesIt() {
        JsonPath dataset = api.validated(Api.table(12, 1));

        assertThat(dataset.getString("state")).isEqualTo("READY");
        assertThat(dataset.getString("description.format")).isEqualTo("DELIMITED");
        assertThat(dataset.getInt("description.cells")).isEqualTo(12);
        assertThat(dataset.getInt("description.genes")).isEqualTo(5);
        assertThat(dataset.getString("orientation")).isEqualTo("cellsByGenes");
        JsonPath preview =
                api.get("/datasets/" + dataset.getString("id") + "/preview?rows=2").jsonPath();
        assertThat(preview.getList("cells")).containsExactly("cell0", "cell1");
        assertThat(preview.getList("genes")).containsExactly("GeneA", "GeneB");
    }

    @Test
    void anUploadOfTwoPartsArrivesWhole() {
        byte[] noise = new byte[6 << 20];
        new Random(7).nextBytes(noise);

        JsonPath dataset = api.validated(noise);

        // its digest was right, or the finding would be another
        assertThat(dataset.getString("state")).isEqualTo("INVALID");
        assertThat(dataset.getList("findings.code")).containsExactly("UNKNOWN_FORMAT");
    }

    @Test
    void otherBytesThanDeclaredAreInvalid() {
        byte[] bytes = Api.table(12, 2);
        Map<String, Object> wrongDigest = new HashMap<>(Api.newDataset(bytes));
        wrongDigest.put("sha256", "0".repeat(64));
        Map<String, Object> wrongSize = new HashMap<>(Api.newDataset(bytes));
        wrongSize.put("sizeBytes", bytes.length + 1);

        JsonPath digest = api.validated(wrongDigest, bytes);
        JsonPath size = api.validated(wrongSize, bytes);

        assertThat(digest.getString("state")).isEqualTo("INVALID");
        assertThat(digest.getList("findings.field")).containsExactly("sha256");
        assertThat(size.getString("state")).isEqualTo("INVALID");
        assertThat(size.getList("findings.field")).containsExactly("sizeBytes");
    }

    @Test
    void aFileWhoseEveryCheckWasCutOffIsRefused() {
        Api.Uploaded uploaded = api.upload(Api.table(12, 9));
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                session.createNativeMutationQuery(
                                                "update dataset set validation_attempt = 10"
                                                        + " where id = :id")
                                        .setParameter("id", uploaded.id())
                                        .executeUpdate());

        api.complete(uploaded).then().statusCode(202);

        JsonPath dataset =
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () -> api.get("/datasets/" + uploaded.id()).jsonPath(),
                                seen -> !seen.getString("state").equals("VALIDATING"));
        assertThat(dataset.getString("state")).isEqualTo("INVALID");
        assertThat(dataset.getList("findings.code")).containsExactly("EXCEEDS_RESOURCES");
        assertThat(dataset.getString("findings[0].message"))
                .contains("could not be checked")
                .contains("upload it again");
    }

    @Test
    void aHostileFileHarmsOnlyItself() {
        byte[] hostile = new byte[4096];
        byte[] magic = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 3, 8, 8, 0};
        new Random(1).nextBytes(hostile);
        System.arraycopy(magic, 0, hostile, 0, magic.length);

        JsonPath dataset = api.validated(hostile);

        assertThat(dataset.getString("state")).isEqualTo("INVALID");
        assertThat(dataset.getList("findings.severity")).containsExactly("ERROR");
        given().get("/q/health/ready").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name|'  '",
                "sizeBytes|0",
                "sizeBytes|-5",
                "sizeBytes|99999999999999",
                "sha256|abc",
                "sha256|" + "ABCDEF0000000000000000000000000000000000000000000000000000000000",
                "orientation|sideways",
                "unknown|1"
            })
    void refusesABadDeclarationAndNamesTheField(String field, String value) {
        Map<String, Object> declaration = new HashMap<>(Api.newDataset(Api.table(3, 1)));
        declaration.put(field, value.matches("-?[0-9]+") ? Long.valueOf(value) : value);

        api.post("/datasets", declaration)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItem(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\""})
    void refusesABodyThatIsNoDeclaration(String body) {
        api.call().body(body).post("/api/v1/datasets").then().statusCode(400);
    }

    @Test
    void refusesPartsThatWereNotUploaded() {
        Api.Uploaded uploaded = api.upload(Api.table(5, 3));
        List<Map<String, Object>> wrong =
                List.of(Map.of("number", 1, "etag", "\"00000000000000000000000000000000\""));

        api.post("/datasets/" + uploaded.id() + ":complete", Map.of("parts", wrong))
                .then()
                .statusCode(422)
                .body("errorCode", equalTo("UPLOAD_REJECTED"));
        api.post("/datasets/" + uploaded.id() + ":complete", Map.of("parts", List.of()))
                .then()
                .statusCode(400);
        api.post(
                        "/datasets/" + uploaded.id() + ":complete",
                        Map.of("parts", List.of(Map.of("number", 0, "etag", "x"))))
                .then()
                .statusCode(400);
        // and the right ones still complete it, twice
        api.complete(uploaded).then().statusCode(202);
        api.complete(uploaded).then().statusCode(202);
    }

    @Test
    void hasNoPreviewBeforeItIsReady() {
        Api.Uploaded uploaded = api.upload(Api.table(5, 4));

        api.get("/datasets/" + uploaded.id() + "/preview")
                .then()
                .statusCode(409)
                .body("errorCode", equalTo("ILLEGAL_STATE"));
        api.get("/datasets/" + uploaded.id() + "/preview?rows=0").then().statusCode(400);
        api.get("/datasets/" + uploaded.id() + "/preview?rows=x").then().statusCode(400);
    }

    @Test
    void listsPageByPageNewestFirst() {
        Api pager = new Api("lab-pages");
        String first = pager.upload(Api.table(3, 1)).id();
        String second = pager.upload(Api.table(3, 2)).id();
        String third = pager.upload(Api.table(3, 3)).id();

        JsonPath page = pager.get("/datasets?pageSize=2").jsonPath();
        JsonPath rest =
                pager.get("/datasets?pageSize=2&pageToken=" + page.getString("nextPageToken"))
                        .jsonPath();

        assertThat(page.getList("items.id")).containsExactly(third, second);
        assertThat(rest.getList("items.id")).containsExactly(first);
        assertThat(rest.getString("nextPageToken")).isNull();
        pager.get("/datasets?pageSize=0").then().statusCode(400);
        pager.get("/datasets?pageToken=garbage")
                .then()
                .statusCode(400)
                .body("errorCode", equalTo("INVALID_PAGE_TOKEN"));
    }

    @Test
    void deletesRowAndBytes() {
        String id = api.readyDataset(6, 5);
        assertThat(objects(id)).isEqualTo(1);

        api.delete("/datasets/" + id).then().statusCode(204);

        api.get("/datasets/" + id).then().statusCode(404);
        assertThat(objects(id)).isZero();
        api.delete("/datasets/" + id).then().statusCode(404);
    }

    @Test
    void deletesAnUnfinishedUploadWithItsParts() {
        Api.Uploaded uploaded = api.upload(Api.table(6, 6));
        assertThat(pendingUploads(uploaded.id())).isEqualTo(1);

        api.delete("/datasets/" + uploaded.id()).then().statusCode(204);

        assertThat(pendingUploads(uploaded.id())).isZero();
    }

    @Test
    void isNotDeletedWhileAJobUsesIt() {
        String id = api.readyDataset(6, 7);
        String job = api.submit(Api.walk(id, "keeper", Map.of("steps", 5)));

        api.delete("/datasets/" + id).then().statusCode(409).body("errorCode", equalTo("IN_USE"));
        api.post("/jobs/" + job + ":cancel").then().statusCode(202);
        api.delete("/datasets/" + id).then().statusCode(204);
    }

    @Test
    void uploadsThatAreNotCompletedInTimeGo() {
        Api.Uploaded uploaded = api.upload(Api.table(6, 8));

        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                session.createNativeMutationQuery(
                                                "update dataset set upload_expires_at = now() where"
                                                        + " id = :id")
                                        .setParameter("id", uploaded.id())
                                        .executeUpdate());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            api.get("/datasets/" + uploaded.id()).then().statusCode(404);
                            assertThat(pendingUploads(uploaded.id())).isZero();
                        });
    }

    @Test
    void theSameKeyCreatesOnce() {
        Map<String, Object> declaration = Api.newDataset(Api.table(6, 9));
        List<String> ids =
                List.of(1, 2).stream()
                        .map(
                                i ->
                                        api.call()
                                                .header("Idempotency-Key", "upload-1")
                                                .body(declaration)
                                                .post("/api/v1/datasets")
                                                .then()
                                                .statusCode(201)
                                                .extract()
                                                .<String>path("id"))
                        .toList();

        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(
                        store.pendingUploads(
                                new KeyPrefix("tenants/lab-data/datasets/" + ids.get(0) + "/"),
                                Instant.now().plusSeconds(60)))
                .hasSize(1);
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        Api.Uploaded uploaded = api.upload(Api.table(6, 10));
        String path = "/datasets/" + uploaded.id();

        stranger.get(path).then().statusCode(404);
        stranger.get(path + "/preview").then().statusCode(404);
        stranger.complete(uploaded).then().statusCode(404);
        stranger.delete(path).then().statusCode(404);
        assertThat(stranger.get("/datasets?pageSize=200").jsonPath().getList("items.id"))
                .doesNotContain(uploaded.id());
        api.get(path).then().statusCode(200).body("state", equalTo("UPLOADING"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        api.get("/datasets/" + NO_ID).then().statusCode(404);
        api.get("/datasets/no-id").then().statusCode(404);
        api.delete("/datasets/" + NO_ID).then().statusCode(404);
    }

    @Test
    void nobodyComesInWithoutAToken() {
        given().get("/api/v1/datasets").then().statusCode(401);
        given().body("x".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then()
                .statusCode(401);
    }

    private int objects(String id) {
        return store.list(prefix(id), Optional.empty(), 10).objects().size();
    }

    private int pendingUploads(String id) {
        return store.pendingUploads(prefix(id), Instant.now().plusSeconds(60)).size();
    }

    private static KeyPrefix prefix(String id) {
        return new KeyPrefix("tenants/lab-data/datasets/" + id + "/");
    }
}

package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results say which version they are of, and are not sent twice to who has them. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ResultTagsTest {

    private static final String ROOT = "/api/v1/batch-correction";

    Library library;

    private final Api api = new Api(Library.TENANT);

    private Response get(String path, String... ifNoneMatch) {
        var call = api.call();
        for (String condition : ifNoneMatch) {
            call = call.header("If-None-Match", condition);
        }
        return call.get(ROOT + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/full",
                "/models/full/embeddings/pca?format=npy",
                "/models/full/evaluation",
                "/models/full/classification?version=good",
                "/models/full/plots/umap.json",
                "/models/full/plots/pca.png",
                "/models/full/plots/scib-table.svg",
                "/models/full/plots/counterfactual.json?cell=cell020",
                "/models/full/batch-effects",
                "/models/full/export.h5ad",
                "/evaluations/scored",
                "/evaluations/scored/scib-table.json",
                "/compare?models=plain,full",
                "/compare/scib-table.json?models=plain,full"
            })
    void whoHasAResultIsNotSentItAgain(String path) {
        Response first = get(path);
        String tag = first.header("ETag");

        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
        for (String condition : List.of(tag, "\"other\", W/" + tag)) {
            Response again = get(path, condition);
            assertThat(again.statusCode()).as(condition).isEqualTo(304);
            assertThat(again.asByteArray()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(tag);
        }
        for (String condition : List.of("\"other\"", "*")) {
            Response other = get(path, condition);
            assertThat(other.statusCode()).as(condition).isEqualTo(200);
            assertThat(other.header("ETag")).isEqualTo(tag);
        }
    }

    @Test
    void tagsAreOfVersionsAndNotOfNames() {
        Set<String> tags = new HashSet<>();
        for (String path :
                List.of(
                        "/models/full",
                        "/models/plain",
                        "/models/grouped",
                        "/evaluations/scored")) {
            tags.add(get(path).header("ETag"));
        }
        assertThat(tags).hasSize(4).doesNotContainNull();
        assertThat(get("/models/full?version=good").header("ETag"))
                .isEqualTo(get("/models/full?version=1").header("ETag"))
                .isEqualTo(get("/models/full").header("ETag"));
        assertThat(get("/compare?models=full,plain").header("ETag")).isNotIn(tags);
    }

    @Test
    void aTagOpensNothing() {
        String tag = get("/models/full").header("ETag");

        assertProblem(
                new Api(Library.STRANGER)
                        .call()
                        .header("If-None-Match", tag)
                        .get(ROOT + "/models/full"),
                404,
                "NOT_FOUND");
        assertProblem(get("/models/nothing", tag), 404, "NOT_FOUND");
        assertThat(get("/models/plain", tag).statusCode()).isEqualTo(200);
        // a mistake is told whatever is asked
        assertProblem(
                get("/models/full/embeddings/nothing", "*"), 400, "INVALID_REQUEST", "method");
    }

    @Test
    void whatChangesOrIsNoResultHasNone() {
        assertThat(get("/datasets/%s/design?batch=batch".formatted(library.counts)).header("ETag"))
                .isNull();
        assertThat(get("/models/full/plots/nothing.png").header("ETag")).isNull();
        assertThat(get("/models/full?version=9").header("ETag")).isNull();
        Response encoded =
                api.post("/full:encode", Map.of("datasetId", library.counts, "method", "pca"));
        assertThat(encoded.statusCode()).isEqualTo(200);
        assertThat(encoded.header("ETag")).isNull();
        // versions are added to a model
        assertThat(api.call().get("/v2/models/full").header("ETag")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "full/evaluation",
                "full/plots/umap.json",
                "full/plots/pca.json",
                "full/plots/loss.json",
                "full/plots/scib-table.json",
                "full/plots/counterfactual.json?cell=cell020",
                "full/plots/batch-effects.json?gene=GENE"
            })
    void everyNumberSaysWhichVersionItIsOf(String path) {
        JsonPath card = json(get("/models/full"));
        String gene = card.getString("card.preprocessing.genes[3]");

        JsonPath result = json(get("/models/" + path.replace("GENE", gene)));

        assertThat(result.<String, Object>getMap("model"))
                .isEqualTo(card.<String, Object>getMap("model"))
                .containsEntry("name", "full")
                .containsEntry("version", 1);
        assertThat(result.getMap("")).hasSizeGreaterThan(2).doesNotContainKey("result");
    }

    @Test
    void tablesOfEvaluationsAndOfSeveralModelsDoToo() {
        assertThat(json(get("/evaluations/scored/scib-table.json")).getString("model.name"))
                .isEqualTo("scored");
        JsonPath compared = json(get("/compare/scib-table.json?models=plain,full@good"));
        assertThat(compared.getList("models.name", String.class)).containsExactly("plain", "full");
        assertThat(compared.getList("rows")).isNotEmpty();
        assertThat(json(get("/models/full/plots/comparison.json")).getList("model.name"))
                .isNotEmpty()
                .containsOnly("full");
    }
}

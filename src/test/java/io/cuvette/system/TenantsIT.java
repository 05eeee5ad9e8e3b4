package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever one tenant owns does not exist for another, whichever verb it tries. */
class TenantsIT {

    private static final String MODELS = "/api/v1/batch-correction/models";
    private static final String REACTORS = "/api/v1/reactor-model/reactors";

    @TempDir static Path folder;

    private static CuvetteClient owner;
    private static CuvetteClient other;
    private static String datasetId;
    private static String jobId;
    private static int genes;
    private static String reactorId;
    private static String runsId;
    private static String adaptationId;

    @BeforeAll
    static void oneTenantTrains() throws Exception {
        Suite suite = Suite.started();
        owner = suite.tenant("owner-lab");
        other = suite.tenant("other-lab");
        datasetId =
                owner.upload("owned", SmallDataset.write(folder.resolve("cells.h5ad")))
                        .get("id")
                        .asText();
        ObjectNode body =
                owner.object()
                        .put("name", "owned")
                        .put("datasetId", datasetId)
                        .put("batchKey", "batch")
                        .put("labelKey", "label");
        body.putArray("methods").add("pca");
        body.putObject("settings").put("genes", 100);
        jobId = owner.post(MODELS, body).get("id").asText();
        JsonNode job = owner.follow(jobId, ignored -> {});
        assertThat(job.get("state").asText()).as("%s", job).isEqualTo("SUCCEEDED");
        genes = owner.get("/v2/models/owned").at("/inputs/0/shape/1").asInt();
        adaptsAReactor();
    }

    private static void adaptsAReactor() throws Exception {
        ObjectNode tank = owner.object().put("name", "tank").put("type", "cstr");
        reactorId = owner.post(REACTORS, tank.put("basedOn", "nominal")).get("id").asText();
        String of = REACTORS + "/" + reactorId;
        String csv =
                """
                run,timeH,concentrationKmolPerM3,temperatureK,feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH
                a,0,2,395,0,1000
                a,0.001,1.99,395.5,0,1000
                a,0.002,1.98,396,0,1000
                """;
        runsId = owner.post(of + "/runs", "text/csv", csv).get("id").asText();
        adaptationId = owner.post(of + "/adaptations", owner.object()).get("id").asText();
        assertThat(owner.get("/v2/models/reactor-" + adaptationId).at("/versions/0").asText())
                .isEqualTo("1");
    }

    @Test
    void listsAreEmpty() throws Exception {
        assertThat(other.get("/api/v1/datasets").get("items")).isEmpty();
        assertThat(other.get("/api/v1/jobs").get("items")).isEmpty();
        assertThat(other.get("/api/v1/models").get("items")).isEmpty();
        assertThat(other.get(REACTORS).get("items")).isEmpty();
        assertThat(owner.get(REACTORS).get("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /api/v1/datasets/{dataset} |",
                "GET | /api/v1/datasets/{dataset}/preview |",
                "POST | /api/v1/datasets/{dataset}:complete | {\"parts\":[{\"number\":1,\"etag\":\"x\"}]}",
                "DELETE | /api/v1/datasets/{dataset} |",
                "GET | /api/v1/jobs/{job} |",
                "GET | /api/v1/jobs/{job}/events |",
                "POST | /api/v1/jobs/{job}:cancel |",
                "POST | /api/v1/jobs/{job}:suspend |",
                "POST | /api/v1/jobs/{job}:resume |",
                "POST | /api/v1/jobs/{job}:retry |",
                "GET | /api/v1/models/owned |",
                "GET | /api/v1/models/owned/versions |",
                "GET | /api/v1/models/owned/versions/1 |",
                "GET | /api/v1/models/owned/versions/latest |",
                "GET | /api/v1/models/owned/aliases/latest |",
                "PUT | /api/v1/models/owned/aliases/mine | {\"version\":1}",
                "DELETE | /api/v1/models/owned/versions/1 |",
                "DELETE | /api/v1/models/owned |",
                "GET | /api/v1/batch-correction/models/owned |",
                "GET | /api/v1/batch-correction/models/owned/evaluation |",
                "GET | /api/v1/batch-correction/models/owned/embeddings/pca |",
                "GET | /api/v1/batch-correction/models/owned/plots/umap.json?method=pca |",
                "GET | /api/v1/batch-correction/models/owned/plots/comparison.png |",
                "GET | /api/v1/batch-correction/models/owned/export.h5ad |",
                "GET | /api/v1/batch-correction/models/owned/classification |",
                "GET | /api/v1/batch-correction/models/owned/batch-effects |",
                "GET | /api/v1/batch-correction/models/owned/plots/loss.json |",
                "GET | /api/v1/batch-correction/models/owned/plots/scib-table.png |",
                "GET | /api/v1/batch-correction/models/owned/plots/counterfactual.svg?cell=c |",
                "POST | /api/v1/batch-correction/models/owned:project | {\"cells\":[\"c\"]}",
                "POST | /api/v1/batch-correction/models/owned:genomap | {\"cells\":[\"c\"]}",
                "POST | /api/v1/batch-correction/models/owned:genomap-test | {\"groupA\":[\"a\",\"b\"],\"groupB\":[\"c\",\"d\"]}",
                "GET | /api/v1/batch-correction/compare?models=owned,owned@1 |",
                "GET | /api/v1/batch-correction/datasets/{dataset}/design?batch=batch |",
                "POST | /api/v1/batch-correction/evaluations | {\"name\":\"theft\",\"datasetId\":\"{dataset}\",\"batchKey\":\"batch\",\"embeddings\":[\"X_pca\"]}",
                "POST | /api/v1/batch-correction/models | {\"name\":\"theft\",\"datasetId\":\"{dataset}\",\"batchKey\":\"batch\"}",
                "POST | /api/v1/batch-correction/models/owned:encode | {\"datasetId\":\"{dataset}\",\"method\":\"pca\"}",
                "POST | /api/v1/batch-correction/models/owned:correct | {\"method\":\"pca\",\"space\":\"scaled\",\"cells\":[\"c\"],\"genes\":[\"g\"]}",
                "GET | /v2/models/owned |",
                "GET | /v2/models/owned/ready |",
                "GET | /v2/models/owned/versions/1 |",
                "POST | /v2/models/owned/infer | {infer}",
                "POST | /v2/models/owned/versions/1/infer | {infer}"
            })
    void everyVerbAnswersThatThereIsNothing(String method, String path, String body)
            throws Exception {
        HttpResponse<String> refused = other.exchange(request(other, method, path, body));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
        assertThat(refused.body()).doesNotContain("owner-lab");
        assertThat(owner.get("/api/v1/datasets/" + datasetId).get("state").asText())
                .isEqualTo("READY");
        assertThat(owner.get("/api/v1/jobs/" + jobId).get("state").asText()).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /api/v1/reactor-model/reactors/{reactor} |",
                "DELETE | /api/v1/reactor-model/reactors/{reactor} |",
                "POST | /api/v1/reactor-model/reactors/{reactor}:simulate | {\"run\":{\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"timesH\":[0.001]}}",
                "POST | /api/v1/reactor-model/reactors/{reactor}:sensitivity | {\"run\":{\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"timesH\":[0.001]}}",
                "GET | /api/v1/reactor-model/reactors/{reactor}/runs |",
                "GET | /api/v1/reactor-model/reactors/{reactor}/runs/{runs} |",
                "GET | /api/v1/reactor-model/reactors/{reactor}/runs/{runs}/content |",
                "DELETE | /api/v1/reactor-model/reactors/{reactor}/runs/{runs} |",
                "GET | /api/v1/reactor-model/reactors/{reactor}/adaptations |",
                "POST | /api/v1/reactor-model/reactors/{reactor}/adaptations | {}",
                "POST | /api/v1/reactor-model/reactors/{reactor}/adaptations?validateOnly=true | {}",
                "GET | /api/v1/reactor-model/adaptations/{adaptation} |",
                "DELETE | /api/v1/reactor-model/adaptations/{adaptation} |",
                "GET | /api/v1/reactor-model/adaptations/{adaptation}/plots/trajectories.json |",
                "GET | /api/v1/reactor-model/adaptations/{adaptation}/plots/trajectories.png?runs={runs} |",
                "POST | /api/v1/reactor-model/adaptations/{adaptation}:predict | {\"runs\":[{\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"timesH\":[0.001]}]}",
                "POST | /api/v1/reactor-model/adaptations/{adaptation}:plot | {\"runs\":[{\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"timesH\":[0.001]}]}",
                "POST | /api/v1/reactor-model/adaptations/{adaptation}:rollout | {\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"windows\":[{}]}",
                "POST | /api/v1/reactor-model/adaptations/{adaptation}:sensitivity | {\"run\":{\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"timesH\":[0.001]}}",
                "POST | /api/v1/reactor-model/adaptations/{adaptation}:compare | {\"runs\":[\"{runs}\"]}",
                "POST | /api/v1/reactor-model/adaptations/{adaptation}:mpc | {\"initialState\":{\"concentrationKmolPerM3\":2,\"temperatureK\":400},\"steps\":2,\"goal\":{\"temperatureK\":401}}",
                "GET | /v2/models/reactor-{adaptation} |",
                "GET | /v2/models/reactor-{adaptation}/ready |",
                "GET | /v2/models/reactor-{adaptation}/versions/1 |",
                "POST | /v2/models/reactor-{adaptation}/infer | {\"inputs\":[{\"name\":\"start\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[2,400]},{\"name\":\"inputs\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[0,0]}]}",
                "POST | /v2/models/reactor-{adaptation}/versions/1/infer | {\"inputs\":[{\"name\":\"start\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[2,400]},{\"name\":\"inputs\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[0,0]}]}"
            })
    void reactorsRunsAndAdaptationsOfAnotherAreNotThere(String method, String path, String body)
            throws Exception {
        HttpResponse<String> refused = other.exchange(request(other, method, path, body));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
        assertThat(refused.body()).doesNotContain("owner-lab");
        assertThat(owner.get(REACTORS + "/" + reactorId + "/runs/" + runsId).get("id").asText())
                .isEqualTo(runsId);
        JsonNode adapted = owner.get("/api/v1/reactor-model/adaptations/" + adaptationId);
        assertThat(adapted.get("state").asText()).isEqualTo("ready");
        assertThat(owner.get(REACTORS).get("items")).hasSize(1);
    }

    @Test
    void theOwnerIsServedMeanwhile() throws Exception {
        HttpResponse<String> inferred =
                owner.exchange(request(owner, "POST", "/v2/models/owned/infer", "{infer}"));

        assertThat(inferred.statusCode()).as(inferred.body()).isEqualTo(200);
        assertThat(owner.get("/api/v1/models/owned/versions").get("items")).hasSize(1);
    }

    private static HttpRequest request(
            CuvetteClient caller, String method, String path, String body) {
        HttpRequest.Builder request = caller.request(filled(path));
        return body == null
                ? request.method(method, BodyPublishers.noBody()).build()
                : request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(filled(body)))
                        .build();
    }

    private static String filled(String text) {
        return text.replace("{dataset}", datasetId)
                .replace("{job}", jobId)
                .replace("{reactor}", reactorId)
                .replace("{runs}", runsId)
                .replace("{adaptation}", adaptationId)
                .replace("{infer}", inference());
    }

    private static String inference() {
        return "{\"inputs\":[{\"name\":\"X\",\"datatype\":\"FP32\",\"shape\":[1,%d],\"data\":[1%s]}]}"
                .formatted(genes, ",0".repeat(genes - 1));
    }
}

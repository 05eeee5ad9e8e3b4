package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import io.cuvette.demo.CuvetteClient.UnexpectedAnswerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way over HTTP: upload, train, kill a worker, resume, infer; tenants apart. */
class UploadTrainServeIT {

    private static final String MODELS = "/api/v1/batch-correction/models";

    @TempDir static Path folder;

    private static Suite suite;
    private static CuvetteClient client;
    private static String datasetId;

    @BeforeAll
    static void uploadAndTrainOnce() throws Exception {
        suite = Suite.started();
        client = suite.admin();
        JsonNode dataset =
                client.upload("system", SmallDataset.write(folder.resolve("cells.h5ad")));
        assertThat(dataset.get("state").asText()).as("%s", dataset).isEqualTo("READY");
        datasetId = dataset.get("id").asText();
        JsonNode calm = client.follow(train("calm"), job -> {});
        assertThat(calm.get("state").asText()).as("%s", calm).isEqualTo("SUCCEEDED");
    }

    @Test
    void killedWorkerResumesAndPublishesTheSameModel() throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        JsonNode disturbed =
                client.follow(
                        train("disturbed"),
                        job -> {
                            boolean midway = job.at("/progress/percentage").asDouble() > 15;
                            if (midway && job.get("state").asText().equals("RUNNING")) {
                                if (killed.compareAndSet(false, true)) {
                                    assertThat(suite.killWorkers()).isEqualTo(1);
                                }
                            }
                        });
        assertThat(disturbed.get("state").asText()).as("%s", disturbed).isEqualTo("SUCCEEDED");
        assertThat(killed).isTrue();
        assertThat(disturbed.get("attempt").asInt()).isGreaterThan(1);
        assertThat(weights("disturbed")).isEqualTo(weights("calm"));
        scoresBesidePca("disturbed");
    }

    private static String train(String name) throws Exception {
        ObjectNode body =
                client.object()
                        .put("name", name)
                        .put("datasetId", datasetId)
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("seed", 7);
        body.putArray("methods").add("pca").add("fe").add("medl_plus");
        body.putObject("settings").put("genes", 200).put("epochs", 12);
        return client.post(MODELS, body).get("id").asText();
    }

    private static String weights(String model) throws Exception {
        for (JsonNode artifact :
                client.get("/api/v1/models/" + model + "/versions/latest").get("artifacts")) {
            if (artifact.get("path").asText().equals("model.safetensors")) {
                return artifact.get("sha256").asText();
            }
        }
        throw new AssertionError("the version has no model.safetensors");
    }

    private static void scoresBesidePca(String model) throws Exception {
        JsonNode evaluation = client.get(MODELS + "/" + model + "/evaluation");
        assertThat(evaluation.get("rows").findValuesAsText("method"))
                .containsExactly("pca", "fe", "medl_plus");
        for (JsonNode row : evaluation.get("rows")) {
            assertThat(row.get("values").size()).isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void inferenceAnswersAlikeAloneAndTogether() throws Exception {
        String model = "calm";
        JsonNode metadata = client.get("/v2/models/" + model);
        assertThat(metadata.at("/inputs/0/name").asText()).isEqualTo("X");
        int genes = metadata.at("/inputs/0/shape/1").asInt();
        JsonNode both = infer(model, genes, 0, 1);
        JsonNode alone = infer(model, genes, 1);
        int width = alone.at("/outputs/0/data").size();
        for (int i = 0; i < width; i++) {
            assertThat(both.at("/outputs/0/data").get(width + i).floatValue())
                    .isEqualTo(alone.at("/outputs/0/data").get(i).floatValue());
        }
    }

    private static JsonNode infer(String model, int genes, int... cells) throws Exception {
        ObjectNode request = client.object();
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", "X").put("datatype", "FP32");
        input.putArray("shape").add(cells.length).add(genes);
        ArrayNode data = input.putArray("data");
        for (int cell : cells) {
            for (int gene = 0; gene < genes; gene++) {
                data.add((gene * 7 + cell * 13) % 11 == 0 ? 1 + cell : 0);
            }
        }
        return client.post("/v2/models/" + model + "/infer", request);
    }

    @Test
    void exportsAndPlots() throws Exception {
        String model = "calm";
        Path export = folder.resolve("corrected.h5ad");
        client.download(MODELS + "/" + model + "/export.h5ad", export);
        byte[] signature = Files.newInputStream(export).readNBytes(4);
        assertThat(signature).containsExactly(0x89, 'H', 'D', 'F');
        Path plot = folder.resolve("umap.png");
        client.download(MODELS + "/" + model + "/plots/umap.png?method=fe&color=batch", plot);
        assertThat(javax.imageio.ImageIO.read(plot.toFile()).getWidth()).isGreaterThan(400);
    }

    @Test
    void everyQuestionAboutAModelIsAnsweredThroughTheGateway() throws Exception {
        String model = MODELS + "/calm";
        JsonNode card = client.get(model).get("card");
        String cell = client.get(model + "/plots/umap.json?method=fe").at("/cells/0").asText();
        ObjectNode cells = client.object();
        cells.putArray("cells").add(cell);

        JsonNode projection = client.post(model + ":project", cells);
        assertThat(projection.get("method").asText()).isEqualTo("medl_plus");
        assertThat(projection.at("/values/0")).hasSize(card.get("batches").size());
        assertThat(projection.at("/validity/ratio").asDouble()).isPositive();

        Path strip = folder.resolve("strip.png");
        client.download(
                model + ":genomap", cells.deepCopy().put("genes", 50).put("rows", 40), strip);
        assertThat(javax.imageio.ImageIO.read(strip.toFile()).getWidth()).isGreaterThan(200);

        assertThat(client.get(model + "/batch-effects?limit=5").get("ranked")).hasSize(5);
        assertThat(client.get(model + "/classification").get("entries")).isNotEmpty();
        assertThat(client.get(model + "/plots/loss.json")).isNotEmpty();
        assertThat(client.get(model + "/plots/scib-table.json").get("rows")).hasSize(3);
        assertThat(client.get(model + "/plots/counterfactual.json?cell=" + cell)).isNotEmpty();
        JsonNode design =
                client.get(
                        "/api/v1/batch-correction/datasets/%s/design?batch=batch&labels=label"
                                .formatted(datasetId));
        assertThat(design.toString()).contains("cramersV");
    }

    @Test
    void uploadedEmbeddingsAreScoredBesideTheirBaseline() throws Exception {
        Path export = folder.resolve("embedded.h5ad");
        client.download(MODELS + "/calm/export.h5ad", export);
        String embedded = client.upload("embedded", export).get("id").asText();
        ObjectNode body =
                client.object()
                        .put("name", "judged")
                        .put("datasetId", embedded)
                        .put("batchKey", "batch")
                        .put("labelKey", "label");
        body.putArray("embeddings").add("X_medl_medl_plus");

        JsonNode job =
                client.follow(
                        client.post("/api/v1/batch-correction/evaluations", body)
                                .get("id")
                                .asText(),
                        ignored -> {});

        assertThat(job.get("state").asText()).as("%s", job).isEqualTo("SUCCEEDED");
        assertThat(
                        client.get("/api/v1/batch-correction/evaluations/judged")
                                .findValuesAsText("method"))
                .containsExactlyInAnyOrder("pca", "harmony", "obsm/X_medl_medl_plus");
    }

    @Test
    void hopelessJobIsRefusedWithTheFieldAndTheReason() {
        assertThatThrownBy(
                        () ->
                                client.post(
                                        MODELS,
                                        client.object()
                                                .put("name", "hopeless")
                                                .put("datasetId", datasetId)
                                                .put("batchKey", "no_such_column")))
                .isInstanceOfSatisfying(
                        UnexpectedAnswerException.class,
                        answer -> {
                            assertThat(answer.status()).isEqualTo(422);
                            assertThat(answer).hasMessageContaining("BATCH_MISSING");
                            assertThat(answer).hasMessageContaining("batchKey");
                        });
    }
}

package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch corrections by methods of the catalogue in place of the paper's, over HTTP. */
class CorrectionMethodsIT {

    private static final String MODELS = "/api/v1/batch-correction/models";
    private static final String TENANT = "correction-methods";

    /** Methods of the family, and those of the catalogue that train them. */
    private static final List<String> COMBINATIONS =
            List.of(
                    "fe | {'optimizer': {'name': 'sam', 'rho': 0.02}, 'norm': [{'name': 'layer-norm'}], 'batching': {'name': 'adaptive-batch'}}",
                    "fec | {'loss': {'name': 'ldr-adaptive'}, 'augment': {'name': 'mixup', 'shape': 0.4}, 'sampling': {'name': 'concept-aware'}, 'uncertainty': [{'name': 'conformal', 'alpha': 0.3}], 'diagnostics': [{'name': 'rankme'}, {'name': 'noise-scale', 'every': 2}]}",
                    "fec | {'embeddingLoss': {'name': 'multi-similarity'}, 'sampling': {'name': 'loss-reweighting', 'burnInSteps': 3}, 'batching': {'name': 'hard-minibatch'}}",
                    "fe | {'optimizer': {'name': 'muon'}, 'mixing': {'name': 'flad'}, 'norm': [{'name': 'ghost-batch-norm', 'size': 8, 'layers': ['encoder.0']}]}",
                    "ae | {'optimizer': {'name': 'normalized-gd'}, 'sampling': {'name': 'coreset', 'candidates': 2}, 'averaging': {'name': 'greedy-soup'}}",
                    "re | {'optimizer': {'name': 'agvm'}, 'mixing': {'name': 'skill-it'}, 'rateScaling': {'name': 'rate-scaling'}, 'schedule': {'name': 'power'}, 'averaging': {'name': 'ema'}}");

    @TempDir static Path folder;

    private static MethodJobs jobs;
    private static final List<ObjectNode> BODIES = new ArrayList<>();
    private static final List<String> IDS = new ArrayList<>();

    /** All wait in one queue while the first are looked at. */
    @BeforeAll
    static void fileAll() throws Exception {
        jobs = new MethodJobs(Suite.started().tenant(TENANT), MODELS);
        String dataset = dataset(jobs);
        BODIES.add(JobExample.of("batch-correction.md").put("datasetId", dataset));
        for (String combination : COMBINATIONS) {
            String[] parts = combination.split(" \\| ");
            BODIES.add(body("cells-" + BODIES.size(), dataset, parts[0], parts[1]));
        }
        for (ObjectNode body : BODIES) {
            IDS.add(jobs.file(body));
        }
    }

    private static String dataset(MethodJobs tenant) throws Exception {
        JsonNode dataset =
                tenant.client().upload("cells", SmallDataset.write(folder.resolve("cells.h5ad")));
        assertThat(dataset.get("state").asText()).as("%s", dataset).isEqualTo("READY");
        return dataset.get("id").asText();
    }

    private static ObjectNode body(String name, String dataset, String method, String training)
            throws Exception {
        ObjectNode body =
                MethodJobs.json("{'batchKey': 'batch', 'labelKey': 'label', 'seed': 7}")
                        .put("name", name)
                        .put("datasetId", dataset);
        body.putArray("methods").add(method);
        body.set(
                "settings",
                MethodJobs.json(
                                "{'genes': 60, 'hidden1': 32, 'hidden2': 16, 'latent': 8, 'epochs': 4, 'batchSize': 32, 'classifierCells': 0, 'evaluationCells': 100}")
                        .set("training", MethodJobs.json(training)));
        return body;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aJobByChosenMethodsTellsThemAndItsCostAndItsModelCorrects(int job) throws Exception {
        ObjectNode body = BODIES.get(job);

        jobs.succeeds(IDS.get(job), body.at("/settings/training"));

        String model = MODELS + "/" + body.get("name").asText();
        JsonNode card = jobs.client().get(model).get("card");
        MethodJobs.tells(card.get("recipe"), body.at("/settings/training"));
        for (JsonNode method : body.get("methods")) {
            MethodJobs.judged(
                    card.at("/assessments/" + method.asText()), body.at("/settings/training"));
            corrects(model, method.asText());
        }
    }

    private static void corrects(String model, String method) throws Exception {
        JsonNode card = jobs.client().get(model).get("card");
        String cell =
                jobs.client()
                        .get(model + "/plots/umap.json?method=" + method)
                        .at("/cells/0")
                        .asText();
        ObjectNode request = jobs.client().object().put("method", method);
        request.putArray("cells").add(cell);
        JsonNode corrected = jobs.client().post(model + ":correct", request);
        JsonNode values = corrected.at("/values/0");
        assertThat(values).as("%s", corrected).hasSizeGreaterThan(20);
        assertThat(values).allSatisfy(value -> assertThat(value.isNumber()).isTrue());
        assertThat(card.get("methods").toString()).contains("\"" + method + "\"");
    }

    @Test
    void aJobThatCannotBeIsRefusedByFieldAndRangeAndNothingIsMade() throws Exception {
        MethodJobs refused = new MethodJobs(Suite.started().tenant(TENANT + "-refused"), MODELS);
        String dataset = dataset(refused);
        for (String line :
                List.of(
                        "fe | {'optimizer': {'name': 'adamw', 'beta1': 1}} | training.optimizer.beta1 | number from 0.0 to 0.999999",
                        "fe | {'averaging': {'name': 'ema', 'every': 0}} | training.averaging.every | from 1 to 10000",
                        "fe | {'optimiser': {'name': 'adamw'}} | training.optimiser | There is no such setting",
                        "fe | {'optimizer': {'name': 'adamw', 'beta3': 0.5}} | training.optimizer.beta3 | There is no such setting",
                        "fe | {'optimizer': {'name': 'adam'}} | training.optimizer.name | Known are: sgd, adamw",
                        "fe | {'norm': [{'name': 'layer-norm'}, {'name': 'batch-norm', 'layers': ['encoder.0']}]} | training.norm[1].layers | encoder.0 has a norm already, layer-norm",
                        "fe | {'loss': {'name': 'dice'}} | training.loss.name | dice needs samples with class labels",
                        "re | {'norm': [{'name': 'layer-norm'}]} | training.norm[0].name | needs hidden layers that are normalised")) {
            String[] parts = line.split(" \\| ");

            refused.refuses(body("refused", dataset, parts[0], parts[1]), parts[2], parts[3]);
        }
        refused.nothingWasMade();
    }
}

package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.harmony.HarmonySettings;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.training.core.catalogue.Recipe;
import java.util.List;

/**
 * Settings as a job ran with them, in the form that a job takes: what it left to the defaults is
 * written out, so that the same job can be asked for when the defaults have changed.
 */
final class SettingsAsRun {

    private SettingsAsRun() {}

    /**
     * @param trainCells number of cells that were trained on, which decides an open batch size
     */
    static ObjectNode of(BatchCorrectionSettings settings, int trainCells) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("batchKey", settings.batchKey());
        settings.labelKey().ifPresent(key -> json.put("labelKey", key));
        settings.layer().ifPresent(layer -> json.put("layer", layer));
        texts(json.putArray("methods"), settings.methods().stream().map(Method::key).toList());
        PreprocessingSettings cells = settings.preprocessing();
        json.put("minGenesPerCell", cells.minGenesPerCell())
                .put("minCellsPerGene", cells.minCellsPerGene())
                .put("targetSum", cells.targetSum())
                .put("genes", cells.highlyVariableGenes());
        json.put("hidden1", settings.architecture().hidden1())
                .put("hidden2", settings.architecture().hidden2())
                .put("latent", settings.architecture().latent());
        json.put("components", settings.components())
                .put("epochs", settings.epochs())
                .put("patience", settings.patience())
                .put("batchSize", settings.batchSize(trainCells))
                .put("learningRate", settings.learningRate())
                .put("reconstructionWeight", settings.reconstructionWeight())
                .put("adversaryWeight", settings.adversaryWeight())
                .put("classificationWeight", settings.classificationWeight());
        BatchCorrectionSettings.RandomEffects effects = settings.randomEffects();
        json.putObject("randomEffects")
                .put("reconstructionWeight", effects.reconstructionWeight())
                .put("clusteringWeight", effects.clusteringWeight())
                .put("divergenceWeight", effects.divergenceWeight());
        harmony(json.putObject("harmony"), settings.harmony());
        json.put("offsetPenalty", settings.offsetPenalty());
        texts(
                json.putArray("concatenations"),
                settings.concatenations().stream().map(Concatenation::key).toList());
        json.put("evaluationCells", settings.evaluationCells())
                .put("allMetrics", settings.allMetrics());
        texts(json.putArray("targets"), settings.targets());
        json.put("classifierCells", settings.classifierCells()).put("draws", settings.draws());
        return settings.recipe().isEmpty() ? json : json.set(Recipe.KEY, settings.recipe().json());
    }

    private static void harmony(ObjectNode json, HarmonySettings settings) {
        json.put("theta", settings.theta())
                .put("lambda", settings.lambda())
                .put("sigma", settings.sigma())
                .put("clusters", settings.clusters())
                .put("tau", settings.tau())
                .put("blockSize", settings.blockSize())
                .put("maxOuter", settings.maxOuter())
                .put("maxInner", settings.maxInner())
                .put("epsilonCluster", settings.epsilonCluster())
                .put("epsilonHarmony", settings.epsilonHarmony());
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}

package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of an evaluation of uploaded embeddings.
 *
 * @param embeddings keys of obsm
 * @param usesBatch those of them that were computed from a cell's true batch; they cannot be judged
 *     on left-out batches
 * @param baseline key of obsm that stands for uncorrected data; PCA of the raw counts when absent
 * @param data columns, preparation of counts and sizes, as of a training job
 */
record EvaluationSettings(
        List<String> embeddings,
        List<String> usesBatch,
        Optional<String> baseline,
        BatchCorrectionSettings data) {

    static final int MOST_EMBEDDINGS = 10;
    private static final int LONGEST_KEY = 200;

    /** Repetitions for the intervals when the job does not say. */
    private static final int STANDARD_DRAWS = 3;

    /** Settings of a training job that mean nothing here. */
    private static final List<String> OF_TRAINING =
            List.of(
                    "methods",
                    "concatenations",
                    "hidden1",
                    "hidden2",
                    "latent",
                    "epochs",
                    "patience",
                    "batchSize",
                    "learningRate",
                    "reconstructionWeight",
                    "adversaryWeight",
                    "classificationWeight",
                    "randomEffects",
                    "offsetPenalty");

    /** Settings that prepare counts, which an uploaded baseline replaces. */
    private static final List<String> OF_COUNTS =
            List.of(
                    "layer",
                    "minGenesPerCell",
                    "minCellsPerGene",
                    "targetSum",
                    "genes",
                    "components");

    record Parsed(EvaluationSettings settings, List<Finding> findings) {
        Parsed {
            findings = List.copyOf(findings);
        }
    }

    /** Reads the settings strictly. */
    static Parsed parse(ObjectNode json) {
        ObjectNode own = json.objectNode();
        ObjectNode rest = json.deepCopy();
        for (String key : List.of("embeddings", "usesBatch", "baseline")) {
            if (rest.has(key)) {
                own.set(key, rest.remove(key));
            }
        }
        Settings read = Settings.of(own);
        List<String> embeddings =
                read.texts("embeddings", MOST_EMBEDDINGS, LONGEST_KEY).orElse(List.of());
        if (embeddings.isEmpty() || embeddings.stream().distinct().count() < embeddings.size()) {
            read.reject(
                    "embeddings",
                    "name 1 to %d keys of obsm, each once".formatted(MOST_EMBEDDINGS));
        }
        List<String> usesBatch =
                read.texts("usesBatch", MOST_EMBEDDINGS, LONGEST_KEY).orElse(List.of());
        if (!embeddings.containsAll(usesBatch)) {
            read.reject("usesBatch", "name keys that embeddings names, too");
        }
        Optional<String> baseline = read.text("baseline", LONGEST_KEY);
        if (baseline.filter(embeddings::contains).isPresent()) {
            read.reject("baseline", "it is a row of its own: leave it out of embeddings");
        }
        for (String key : OF_TRAINING) {
            if (rest.has(key)) {
                rest.remove(key);
                read.reject(key, "an evaluation trains nothing: leave it out");
            }
        }
        if (baseline.isPresent()) {
            for (String key : OF_COUNTS) {
                if (rest.has(key)) {
                    rest.remove(key);
                    read.reject(key, "no counts are read where there is a baseline: leave it out");
                }
            }
        }
        if (!rest.hasNonNull("draws")) {
            rest.put("draws", STANDARD_DRAWS);
        }
        rest.putArray("methods").add(Method.PCA.key()).add(Method.HARMONY.key());
        rest.putArray("concatenations");
        BatchCorrectionSettings.Parsed data = BatchCorrectionSettings.parse(rest);
        List<Finding> findings = new ArrayList<>(read.finish());
        findings.addAll(data.findings());
        return new Parsed(
                new EvaluationSettings(embeddings, usesBatch, baseline, data.settings()), findings);
    }
}

package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsAsRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static BatchCorrectionSettings parse(ObjectNode json) {
        BatchCorrectionSettings.Parsed parsed = BatchCorrectionSettings.parse(json);
        assertThat(parsed.findings()).isEmpty();
        return parsed.settings();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'batchKey': 'batch'}",
                "{'batchKey': 'b', 'labelKey': 'l', 'layer': 'counts', 'methods': ['fe', 're'],"
                        + " 'draws': 3, 'targets': ['donor'], 'batchSize': 100}",
                "{'batchKey': 'b', 'methods': ['pca', 'ae'], 'concatenations': ['pca+ae'],"
                        + " 'genes': 77, 'hidden1': 9, 'hidden2': 8, 'latent': 7, 'components': 6,"
                        + " 'epochs': 5, 'patience': 4, 'learningRate': 0.01, 'offsetPenalty': 0.5,"
                        + " 'reconstructionWeight': 3, 'adversaryWeight': 2, 'allMetrics': true,"
                        + " 'classificationWeight': 0.25, 'evaluationCells': 500,"
                        + " 'classifierCells': 0, 'minGenesPerCell': 3, 'minCellsPerGene': 2,"
                        + " 'targetSum': 1000, 'randomEffects': {'reconstructionWeight': 1,"
                        + " 'clusteringWeight': 2, 'divergenceWeight': 3}, 'harmony': {'theta': 1,"
                        + " 'lambda': 2, 'sigma': 0.2, 'clusters': 5, 'tau': 1, 'blockSize': 0.1,"
                        + " 'maxOuter': 3, 'maxInner': 4, 'epsilonCluster': 0.1,"
                        + " 'epsilonHarmony': 0.2}}"
            })
    void askForTheSameJobAgain(String text) throws Exception {
        ObjectNode asked = (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        BatchCorrectionSettings settings = parse(asked);

        ObjectNode written = SettingsAsRun.of(settings, 1_000);

        BatchCorrectionSettings again = parse(written);
        // a choice that was left open is made
        assertThat(again.chosenBatchSize()).hasValue(settings.batchSize(1_000));
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("chosenBatchSize")
                .isEqualTo(settings);
        assertThat(SettingsAsRun.of(again, 50_000)).isEqualTo(written);
        // and what was asked for is in it as it was
        for (var entry : asked.properties()) {
            JsonNode kept = written.path(entry.getKey());
            assertThat(kept.toString())
                    .as(entry.getKey())
                    .isEqualTo(asDoubleWhere(kept, entry.getValue()).toString());
        }
    }

    /** A whole number that was asked for where a real is meant. */
    private static JsonNode asDoubleWhere(JsonNode kept, JsonNode asked) {
        if (kept.isObject()) {
            ObjectNode same = JSON.createObjectNode();
            asked.properties()
                    .forEach(
                            e ->
                                    same.set(
                                            e.getKey(),
                                            asDoubleWhere(kept.path(e.getKey()), e.getValue())));
            return same;
        }
        return kept.isDouble() ? JSON.getNodeFactory().numberNode(asked.asDouble()) : asked;
    }
}

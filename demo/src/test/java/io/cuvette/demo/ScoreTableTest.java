package io.cuvette.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void metricsStandInRowsAndMethodsInColumns() throws Exception {
        List<String> lines =
                ScoreTable.lines(
                        json(
                                "{'metrics': [{'name': 'ari', 'label': 'ARI', 'higherIsBetter': true},"
                                        + " {'name': 'ch', 'label': 'CH batch', 'higherIsBetter': false}],"
                                        + " 'rows': [{'method': 'pca', 'values': {'ari': 0.5, 'ch': 120}},"
                                        + " {'method': 'medl_plus', 'values': {'ari': 0.93251}}]}"));

        assertThat(lines.get(0)).startsWith("metric").endsWith("pca  medl_plus");
        assertThat(lines.get(2)).startsWith("ARI (+)").endsWith("0.500      0.933");
        assertThat(lines.get(3)).startsWith("CH batch (-)").endsWith("120.000          -");
    }

    @Test
    void validityNamesEveryFigureOfAMethod() throws Exception {
        List<String> lines =
                ScoreTable.validity(
                        json(
                                "{'re': {'ratio': 44.2, 'improved': 0.03, 'kept': 0.9,"
                                        + " 'correlation': -0.07, 'pairs': 900}}"));

        assertThat(lines.get(2)).matches("re +44.200 +0.030 +0.900 +-0.070");
    }

    @Test
    void classificationLeavesOutWhatDoesNotApply() throws Exception {
        List<String> lines =
                ScoreTable.classification(
                        json(
                                "[{'target': 'label', 'representation': 'fe', 'validation': 'cell',"
                                        + " 'report': {'accuracy': {'mean': 0.98}, 'chance': 0.2,"
                                        + " 'lookupCeiling': 0.4}},"
                                        + " {'target': 'label', 'representation': 're',"
                                        + " 'validation': 'leave-batch-out', 'reason': 'needs it'}]"));

        assertThat(lines).hasSize(4);
        assertThat(lines.get(2)).matches("label +fe +cell +0.980 +0.200 +0.400");
    }
}

package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetDescription.ValueCount;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.JobInputs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the chosen methods does not fit a dataset is said before a job starts. */
class RecipeCheckTest {

    /** 500 cells in two batches, of which the smaller one has so many. */
    private static List<String> findings(int smaller, String training) throws Exception {
        var batches =
                new ObsColumn(
                        "batch",
                        ColumnKind.CATEGORICAL,
                        0,
                        2,
                        List.of(
                                new ValueCount("plate-1", 500 - smaller),
                                new ValueCount("plate-2", smaller)));
        var dataset =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        500,
                        5_000,
                        50_000,
                        true,
                        true,
                        List.of(),
                        List.of(batches),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        String json = "{'batchKey': 'batch', 'methods': ['ae'], 'genes': 100, 'training': %s}";
        var settings =
                (ObjectNode)
                        new ObjectMapper().readTree(json.formatted(training).replace('\'', '"'));
        return new BatchCorrectionProgram()
                .check(JobInputs.of(dataset), settings).findings().stream()
                        .filter(Finding::stops)
                        .map(finding -> finding.field() + ": " + finding.message())
                        .toList();
    }

    @Test
    void aMixtureNeedsCellsOfEachSource() throws Exception {
        assertThat(findings(4, "{'mixing': {'name': 'aioli'}}"))
                .containsExactly(
                        "training.mixing: Batch plate-2 has 4 cells; a mixture needs at least 5 of each to train on and to be judged by. Leave mixing out, or the batch.");
        assertThat(findings(5, "{'mixing': {'name': 'aioli'}}")).isEmpty();
        assertThat(findings(4, "{}")).isEmpty();
    }

    @Test
    void outputsAreCutIntoWholeRows() throws Exception {
        assertThat(findings(200, "{'sampling': {'name': 'uds', 'outputRows': 7}}"))
                .containsExactly(
                        "training.sampling: outputs of 100 values do not make 7 rows; correct outputRows");
        assertThat(findings(200, "{'sampling': {'name': 'uds', 'outputRows': 5}}")).isEmpty();
    }
}

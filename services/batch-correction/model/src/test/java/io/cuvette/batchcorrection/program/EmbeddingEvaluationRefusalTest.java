package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program refuses, before a job is filed and within it, and how it says so. */
class EmbeddingEvaluationRefusalTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path folder;

    private static EvaluationData data;
    private static Path counted;
    private static Path logged;

    @BeforeAll
    static void writeOnce() throws Exception {
        data = new EvaluationData(folder);
        counted = data.write("counts.h5ad", false, Map.of());
        logged = data.write("logged.h5ad", true, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"embeddings, X_none", "baseline, X_none"})
    void aKeyThatIsNotThereIsNamedBesideThoseThatAre(String field, String key) throws Exception {
        ObjectNode settings = EvaluationData.settings();
        settings.remove(List.of("usesBatch", "genes", "components"));
        if (field.equals("embeddings")) {
            settings.putArray("embeddings").add(key);
        } else {
            settings.put("baseline", key);
        }

        JobCheck check =
                new EmbeddingEvaluationProgram()
                        .check(JobInputs.of(data.describe(counted)), settings);

        assertThat(check.accepted()).isFalse();
        assertThat(check.findings())
                .filteredOn(Finding::stops)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.field()).isEqualTo(field);
                            assertThat(finding.code()).isEqualTo(FindingCode.INVALID_SETTING);
                            assertThat(finding.message())
                                    .contains("obsm/X_none", "X_batches", "X_holes", "X_types");
                        });
        // a job that is not checked finds out, too
        Finding found = data.failure("none-" + field, counted, settings).findings().get(0);
        assertThat(found.field()).isEqualTo(field);
        assertThat(found.message()).contains("X_none", "X_types");
    }

    @Test
    void onlyH5adHoldsEmbeddings() throws Exception {
        Path table = folder.resolve("table.csv");
        StringBuilder text = new StringBuilder("cell,g1,g2\n");
        for (int cell = 0; cell < 60; cell++) {
            text.append("c%d,%d,%d%n".formatted(cell, cell % 3, cell % 5));
        }
        Files.writeString(table, text);
        DatasetDescription described =
                DatasetReader.describe(
                        table,
                        new ReadOptions(Orientation.CELLS_BY_GENES, folder, ReadLimits.DEFAULT));

        assertThat(
                        new EmbeddingEvaluationProgram()
                                        .check(JobInputs.of(described), EvaluationData.settings())
                                        .findings()
                                        .stream()
                                        .filter(finding -> finding.field().equals("datasetId")))
                .extracting(Finding::code)
                .containsExactly(FindingCode.UNKNOWN_FORMAT);
        assertThat(data.failure("table", table, EvaluationData.settings()))
                .hasMessageContaining(".h5ad");
    }

    @ParameterizedTest
    @CsvSource({
        "X_holes, NON_FINITE_VALUES, NaN",
        "X_wide, TOO_LARGE, 1001 dimensions",
    })
    void embeddingsThatCannotBeScoredAreNamed(String key, FindingCode code, String words)
            throws Exception {
        ObjectNode settings = EvaluationData.settings().put("draws", 0);
        settings.remove("usesBatch");
        settings.putArray("embeddings").add(key);

        TrainingFailedException failure = data.failure(key, counted, settings);

        assertThat(failure).hasMessageContaining("obsm/" + key).hasMessageContaining(words);
        assertThat(failure.findings())
                .singleElement()
                .extracting(Finding::code, Finding::field)
                .containsExactly(code, "embeddings");
    }

    @Test
    void aBaselineWithHolesIsNamedAsSuch() throws Exception {
        ObjectNode settings = EvaluationData.settings().put("baseline", "X_holes");
        settings.remove(List.of("genes", "components"));

        assertThat(data.failure("holes", counted, settings).findings())
                .extracting(Finding::field)
                .containsExactly("baseline");
    }

    @Test
    void loggedValuesNeedABaseline() throws Exception {
        TrainingFailedException failure = data.failure("logged", logged, EvaluationData.settings());

        assertThat(failure.findings()).extracting(Finding::code).contains(FindingCode.LOOKS_LOGGED);
    }

    @Test
    void batchColumnsThatCannotBeUsedAreRefusedBeforeAndWithin() throws Exception {
        String[] holes = new String[EvaluationData.CELLS];
        BitSet missing = new BitSet();
        for (int cell = 0; cell < EvaluationData.CELLS; cell++) {
            holes[cell] = cell == 3 ? "" : "b" + cell % 2;
        }
        missing.set(3);
        String[] one = new String[EvaluationData.CELLS];
        Arrays.fill(one, "one");
        Path odd =
                data.write(
                        "odd.h5ad",
                        false,
                        Map.of(
                                "holes",
                                new Column.Strings(holes, missing),
                                "one",
                                new Column.Strings(one, new BitSet())));
        for (boolean baseline : new boolean[] {false, true}) {
            refused(odd, "holes", FindingCode.BATCH_NAN, baseline);
            refused(odd, "one", FindingCode.BATCH_SINGLE, baseline);
            refused(odd, "donor", FindingCode.BATCH_MISSING, baseline);
        }
    }

    private static void refused(Path file, String batch, FindingCode code, boolean baseline)
            throws Exception {
        ObjectNode settings = EvaluationData.settings().put("batchKey", batch);
        settings.remove("usesBatch");
        settings.putArray("embeddings").add("X_types");
        if (baseline) {
            settings.put("baseline", "X_batches");
            settings.remove(List.of("genes", "components"));
        }
        JobCheck check =
                new EmbeddingEvaluationProgram().check(JobInputs.of(data.describe(file)), settings);
        assertThat(check.findings())
                .filteredOn(Finding::stops)
                .extracting(Finding::code)
                .containsExactly(code);
        assertThat(data.failure(batch + baseline, file, settings).findings())
                .filteredOn(Finding::stops)
                .extracting(Finding::code)
                .containsExactly(code);
    }

    @Test
    void labelAndTargetColumnsThatAreNotThereAreNamed() throws Exception {
        ObjectNode settings = EvaluationData.settings().put("labelKey", "celltype");
        settings.putArray("targets").add("diagnosis");

        assertThat(
                        new EmbeddingEvaluationProgram()
                                .check(JobInputs.of(data.describe(counted)), settings)
                                .findings())
                .filteredOn(Finding::stops)
                .extracting(Finding::field)
                .containsExactly("labelKey", "targets");

        settings.remove(List.of("genes", "components", "usesBatch"));
        settings.put("baseline", "X_batches").put("labelKey", "label");
        settings.putArray("embeddings").add("X_types");
        assertThat(data.failure("targets", counted, settings).findings())
                .extracting(Finding::field)
                .containsExactly("targets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "embeddings | []                   | embeddings",
                "embeddings | null                 | embeddings",
                "embeddings | 'X_types'            | embeddings",
                "embeddings | ['X_types','X_types'] | embeddings",
                "embeddings | [7]                  | embeddings",
                "usesBatch  | ['X_holes']          | usesBatch",
                "usesBatch  | true                 | usesBatch",
                "baseline   | 'X_types'            | baseline",
                "baseline   | 5                    | baseline",
                "draws      | 1                    | draws",
                "draws      | 21                   | draws",
                "draws      | -1                   | draws",
                "draws      | 2.5                  | draws",
                "methods    | ['fe']               | methods",
                "epochs     | 5                    | epochs",
                "evaluationCells | 3               | evaluationCells",
                "components | 1                    | components",
                "targets    | 'label'              | targets",
                "batchKey   | null                 | batchKey",
                "colour     | 'red'                | colour",
                "harmony    | {'theta':-1}         | harmony.theta"
            })
    void aSettingThatIsWrongIsNamed(String key, String json, String field) throws Exception {
        ObjectNode settings = EvaluationData.settings();
        settings.set(key, JSON.readTree(json.replace('\'', '"')));

        List<Finding> findings = EvaluationSettings.parse(settings).findings();

        assertThat(findings).extracting(Finding::field).contains(field);
        assertThat(findings).allMatch(Finding::stops);
        assertThat(data.failure("bad", counted, settings).findings()).isEqualTo(findings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"layer", "genes", "components", "targetSum"})
    void withABaselineSettingsOfCountsAreRefused(String key) {
        ObjectNode settings = EvaluationData.settings().put("baseline", "X_pca");
        settings.remove(List.of("genes", "components"));
        if (key.equals("layer")) {
            settings.put(key, "counts");
        } else {
            settings.put(key, 100);
        }

        assertThat(EvaluationSettings.parse(settings).findings())
                .extracting(Finding::field)
                .containsExactly(key);
    }
}
